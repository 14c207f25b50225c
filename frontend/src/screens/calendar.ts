// The calendar of visits: month, week, three days on a phone; who may plan drags a visit to another day. What the
// server refuses goes back to where it was. Everything here can be done on the visit's own page too.
import { Calendar, type EventApi, type EventInput } from "@fullcalendar/core";
import vi from "@fullcalendar/core/locales/vi";
import dayGrid from "@fullcalendar/daygrid";
import interaction, { Draggable } from "@fullcalendar/interaction";
import "../styles/calendar.scss";
import { csrfToken } from "../parts/requests";
import { toast } from "../parts/toast";

type Answer = { revision: number; told: string };

const PHONE = window.matchMedia("(max-width: 640px)");
const WAIT_MS = 15_000;

function text(day: Date): string {
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}`;
}

async function move(base: string, event: EventApi): Promise<void> {
  const body = new FormData();
  body.set("day", event.start ? text(event.start) : "");
  body.set("half", String(event.extendedProps["half"]));
  body.set("seen", String(event.extendedProps["revision"]));
  const response = await fetch(`${base}${event.id}/ngay/`, {
    method: "POST",
    body,
    headers: { Accept: "application/json", "X-CSRFToken": csrfToken() },
    signal: AbortSignal.timeout(WAIT_MS),
  });
  const told = (await response.json().catch(() => ({}))) as Partial<Answer> & { title?: string };
  if (!response.ok) throw new Error(told.title ?? "Chưa đổi được ngày. Hãy tải lại trang rồi làm lại.");
  event.setExtendedProp("revision", told.revision);
  toast(told.told ?? "Đã đổi ngày.", "good");
}

function refusal(error: unknown): string {
  const isTold = error instanceof Error && error.name === "Error";
  return isTold ? error.message : "Mất kết nối với máy chủ nên chưa đổi được ngày. Hãy thử lại.";
}

function start(box: HTMLElement): void {
  const base = box.dataset["move"] ?? "";
  const events = JSON.parse(document.getElementById("events")?.textContent ?? "[]") as EventInput[];
  const waiting = document.getElementById("waiting");
  box.replaceChildren();
  const calendar = new Calendar(box, {
    plugins: [dayGrid, interaction],
    locale: vi,
    firstDay: 1,
    ...(box.dataset["initial"] ? { initialDate: box.dataset["initial"] } : {}),
    initialView: PHONE.matches ? "dayGridThree" : "dayGridMonth",
    views: { dayGridThree: { type: "dayGrid", duration: { days: 3 }, buttonText: "3 ngày" } },
    headerToolbar: { left: "prev,next today", center: "title", right: "dayGridMonth,dayGridWeek,dayGridThree" },
    buttonText: { today: "Hôm nay", month: "Tháng", week: "Tuần" },
    buttonHints: { prev: "Trước", next: "Sau", today: "Hôm nay" },
    height: "auto",
    dayMaxEvents: 6,
    eventOrder: "title",
    droppable: true,
    events,
    eventDrop: (drop) => void move(base, drop.event).catch((error: unknown) => {
      drop.revert();
      toast(refusal(error), "bad");
    }),
    eventReceive: (received) => {
      received.event.setAllDay(true);
      move(base, received.event)
        .then(() => received.draggedEl.remove())
        .catch((error: unknown) => {
          received.revert();
          toast(refusal(error), "bad");
        });
    },
  });
  calendar.render();
  if (waiting?.querySelector(".is-movable")) startWaiting(waiting, base);
}

function startWaiting(list: HTMLElement, base: string): void {
  new Draggable(list, {
    itemSelector: ".is-movable",
    eventData: (item) => ({
      id: item.dataset["visit"],
      title: item.dataset["title"],
      url: `${base}${item.dataset["visit"]}/`,
      allDay: true,
      extendedProps: { revision: item.dataset["revision"], half: item.dataset["half"] },
    }),
  });
}

const box = document.getElementById("calendar");
if (box) start(box);
