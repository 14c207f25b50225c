// Dragging a visit to another day of the calendar, or from the list of those without a day. What the server refuses
// goes back to where it was, and its sentence is said. The visit's own page does the same with a form.
import { csrfToken } from "../parts/requests";
import { toast } from "../parts/toast";

type Answer = { revision?: number; told?: string; title?: string };

const WAIT_MS = 15_000;
let dragged: HTMLElement | null = null;

function dropPlace(event: DragEvent): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>("[data-drop-day]") : null;
}

function listOf(place: HTMLElement): HTMLElement {
  return place.querySelector<HTMLElement>(".calendar-visits") ?? place;
}

function clear(): void {
  for (const place of document.querySelectorAll(".is-drop")) place.classList.remove("is-drop");
}

async function send(visit: HTMLElement, day: string): Promise<Answer> {
  const body = new FormData();
  body.set("day", day);
  body.set("half", visit.dataset["half"] ?? "am");
  body.set("seen", visit.dataset["revision"] ?? "");
  const answer = await fetch(visit.dataset["move"] ?? "", {
    method: "POST",
    body,
    headers: { Accept: "application/json", "X-CSRFToken": csrfToken() },
    signal: AbortSignal.timeout(WAIT_MS),
  }).catch(() => null);
  if (!answer) throw new Error("Mất kết nối với máy chủ nên chưa đổi được ngày. Hãy thử lại.");
  const told = (await answer.json().catch(() => ({}))) as Answer;
  if (!answer.ok) throw new Error(told.title ?? "Chưa đổi được ngày. Hãy tải lại trang rồi làm lại.");
  return told;
}

// How many wait for a day, wherever the page says it.
function count(): void {
  const waiting = document.querySelectorAll('[data-drop-day=""] [data-move]').length;
  for (const place of document.querySelectorAll("[data-waiting]")) place.textContent = String(waiting);
}

async function drop(visit: HTMLElement, place: HTMLElement): Promise<void> {
  const [home, next] = [visit.parentElement, visit.nextElementSibling];
  listOf(place).append(visit);
  place.classList.remove("is-free");
  visit.setAttribute("aria-busy", "true");
  try {
    const told = await send(visit, place.dataset["dropDay"] ?? "");
    visit.dataset["revision"] = String(told.revision ?? "");
    toast(told.told ?? "Đã đổi ngày.", "good");
    count();
  } catch (error) {
    home?.insertBefore(visit, next);
    toast((error as Error).message, "bad");
  } finally {
    visit.removeAttribute("aria-busy");
  }
}

document.addEventListener("dragstart", (event) => {
  dragged = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-move]") : null;
  if (!dragged || !event.dataTransfer) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.textContent.trim());
});
document.addEventListener("dragover", (event) => {
  const place = dropPlace(event);
  if (!dragged || !place) return;
  event.preventDefault();
  clear();
  place.classList.add("is-drop");
});
document.addEventListener("drop", (event) => {
  const place = dropPlace(event);
  if (!dragged || !place) return;
  event.preventDefault();
  if (!place.contains(dragged)) void drop(dragged, place);
});
document.addEventListener("dragend", () => {
  clear();
  dragged = null;
});
