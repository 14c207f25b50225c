// The outline editor: one tree under the keyboard and the mouse, a panel beside it; every edit answers with the whole
// editor anew. And the form preview, where only the kind of unit is chosen.
import htmx from "htmx.org";
import "../styles/outline.scss";
import { startDragging } from "../parts/outline-drag";
import { editor, fold, go, rows, select, shownRows } from "../parts/outline-tree";

const MOVES: Record<string, string> = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "in", ArrowLeft: "out" };

let scrolled = 0;
let closed: string[] = [];
let isFiltered = false;

function sendMove(row: HTMLElement, direction: string): void {
  const base = editor()?.querySelector<HTMLElement>("[data-outline-tree]");
  if (!base || row.getAttribute("draggable") !== "true") return;
  void htmx.ajax("post", `${window.location.pathname}muc/${row.dataset["code"]}/chuyen/`, {
    target: "#outline-editor",
    swap: "outerHTML",
    values: { direction, revision: row.dataset["revision"] ?? "" },
  });
}

function onKey(event: KeyboardEvent): void {
  const row = (event.target as Element).closest<HTMLElement>("[role=treeitem]");
  if (!row || event.ctrlKey || event.metaKey) return;
  if (event.altKey) {
    const direction = MOVES[event.key];
    if (!direction) return;
    event.preventDefault();
    sendMove(row, direction);
    return;
  }
  const shown = shownRows();
  const at = shown.indexOf(row);
  const next: Record<string, HTMLElement | undefined> = {
    ArrowUp: shown[at - 1],
    ArrowDown: shown[at + 1],
    Home: shown[0],
    End: shown.at(-1),
  };
  if (event.key in next) {
    event.preventDefault();
    const target = next[event.key];
    if (target) select(target);
  } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    event.preventDefault();
    unfoldOrStep(row, event.key === "ArrowRight", shown, at);
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    select(row, true);
  }
}

function unfoldOrStep(row: HTMLElement, isOpening: boolean, shown: HTMLElement[], at: number): void {
  const expanded = row.getAttribute("aria-expanded");
  if (expanded === String(!isOpening)) fold(row, !isOpening);
  else if (isOpening && expanded === "true" && shown[at + 1]) select(shown[at + 1] as HTMLElement);
  else if (!isOpening) {
    const depth = Number(row.dataset["depth"]);
    const parent = shown.slice(0, at).reverse().find((one) => Number(one.dataset["depth"]) < depth);
    if (parent) select(parent);
  }
}

function onClick(event: MouseEvent): void {
  const target = event.target as Element;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  const row = target.closest<HTMLElement>("[role=treeitem]");
  const filter = target.closest<HTMLElement>("[data-outline-filter]");
  const link = target.closest<HTMLElement>("[data-outline-go]");
  const adder = target.closest<HTMLElement>("[data-outline-add]");
  if (row) {
    event.preventDefault();
    if (target.closest(".outline-fold") && row.hasAttribute("aria-expanded")) {
      fold(row, row.getAttribute("aria-expanded") === "true");
    } else select(row, true);
  } else if (filter) {
    event.preventDefault();
    toggleFilter(filter);
  } else if (link) {
    event.preventDefault();
    go(link.dataset["outlineGo"] ?? "");
  } else if (adder) openAdder(adder.dataset["outlineAdd"] ?? "");
}

function toggleFilter(button: HTMLElement): void {
  const on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(on));
  button.classList.toggle("active", on);
  editor()?.querySelector("[data-outline-tree]")?.classList.toggle("is-filtered", on);
  const none = editor()?.querySelector<HTMLElement>(".outline-none-open");
  if (none) none.hidden = !on || rows().some((row) => row.classList.contains("is-open"));
}

function openAdder(kind: string): void {
  const dialog = document.getElementById("outline-add");
  if (!(dialog instanceof HTMLDialogElement)) return;
  const choice = dialog.querySelector<HTMLSelectElement>("[name=kind]");
  const place = dialog.querySelector<HTMLSelectElement>("[name=place]");
  const chosen = rows().find((row) => row.getAttribute("aria-selected") === "true");
  if (choice) choice.value = kind;
  if (place && kind === "section" && (!chosen || Number(chosen.dataset["depth"]) === 0)) {
    place.value = chosen ? "after" : "top";
  }
  dialog.showModal();
  dialog.querySelector<HTMLTextAreaElement>("textarea")?.focus();
}

// Edits are sent in the background; without this script they are plain forms.
function onSubmit(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (!form.matches("[data-outline-form]")) return;
  event.preventDefault();
  event.stopPropagation();
  delete form.dataset["changed"];
  const values: Record<string, string | string[]> = {};
  for (const name of new Set(new FormData(form, event.submitter).keys())) {
    const all = new FormData(form, event.submitter).getAll(name).map(String);
    values[name] = all.length > 1 ? all : (all[0] ?? "");
  }
  void htmx
    .ajax("post", form.action, { target: "#outline-editor", swap: "outerHTML", values })
    .then(() => undefined);
}

function keepPlace(): void {
  scrolled = editor()?.querySelector<HTMLElement>("[data-outline-tree]")?.scrollTop ?? 0;
  isFiltered = Boolean(editor()?.querySelector(".outline-tree.is-filtered"));
  closed = rows()
    .filter((row) => row.getAttribute("aria-expanded") === "false")
    .map((row) => row.dataset["code"] ?? "");
}

function restorePlace(): void {
  const tree = editor()?.querySelector<HTMLElement>("[data-outline-tree]");
  if (!tree) return;
  for (const row of rows()) if (closed.includes(row.dataset["code"] ?? "")) fold(row, true);
  const filter = editor()?.querySelector<HTMLElement>("[data-outline-filter]");
  if (isFiltered && filter) toggleFilter(filter);
  tree.scrollTop = scrolled;
  const chosen = rows().find((row) => row.getAttribute("aria-selected") === "true");
  chosen?.scrollIntoView({ block: "nearest" });
  const again = editor()?.querySelector<HTMLDialogElement>("dialog[data-outline-open]");
  if (again) again.showModal();
  else if (!editor()?.querySelector("[data-error-summary]")) chosen?.focus({ preventScroll: true });
  else editor()?.querySelector<HTMLElement>("[data-error-summary]")?.focus();
}

document.addEventListener("keydown", onKey);
document.addEventListener("click", onClick);
document.addEventListener("submit", onSubmit, { capture: true });
document.addEventListener("htmx:beforeSwap", keepPlace);
document.addEventListener("htmx:afterSettle", (event) => {
  if ((event.target as Element).id === "outline-editor") restorePlace();
});
startDragging();
const audience = document.querySelector<HTMLSelectElement>("[data-preview-audience]");
audience?.addEventListener("change", () => audience.form?.requestSubmit());
const first = rows().find((row) => row.getAttribute("aria-selected") === "true");
first?.scrollIntoView({ block: "nearest" });
