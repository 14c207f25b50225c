// Dragging a row of the outline before, behind or into another; "Chuyển đến…" of the panel does the same without it.
import htmx from "htmx.org";

type Side = "before" | "after" | "inside";

let dragged: HTMLElement | null = null;

export function startDragging(): void {
  document.addEventListener("dragstart", (event) => {
    dragged = rowOf(event);
    if (!dragged || !event.dataTransfer) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset["code"] ?? "");
    dragged.classList.add("is-dragged");
  });
  document.addEventListener("dragover", (event) => {
    const row = rowOf(event);
    if (!dragged || !row || row === dragged) return;
    event.preventDefault();
    clear();
    row.classList.add(`drop-${sideOf(row, event)}`);
  });
  document.addEventListener("drop", (event) => {
    const row = rowOf(event);
    if (!dragged || !row || row === dragged) return;
    event.preventDefault();
    send(dragged, row, sideOf(row, event));
  });
  document.addEventListener("dragend", () => {
    clear();
    dragged?.classList.remove("is-dragged");
    dragged = null;
  });
}

function rowOf(event: DragEvent): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>("[role=treeitem]") : null;
}

function sideOf(row: HTMLElement, event: DragEvent): Side {
  const box = row.getBoundingClientRect();
  const share = (event.clientY - box.top) / box.height;
  if (share < 0.3) return "before";
  return share > 0.7 ? "after" : "inside";
}

function clear(): void {
  for (const row of document.querySelectorAll(".drop-before, .drop-after, .drop-inside")) {
    row.classList.remove("drop-before", "drop-after", "drop-inside");
  }
}

function send(row: HTMLElement, target: HTMLElement, side: Side): void {
  void htmx.ajax("post", `${window.location.pathname}muc/${row.dataset["code"]}/dat/`, {
    target: "#outline-editor",
    swap: "outerHTML",
    values: { target: target.dataset["code"] ?? "", side, revision: row.dataset["revision"] ?? "" },
  });
}
