// The rows of the outline's tree: which are shown, choosing one, folding its branch.
import htmx from "htmx.org";

export function editor(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-outline-editor]");
}

export function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-outline-tree] [role=treeitem]")];
}

export function shownRows(): HTMLElement[] {
  return rows().filter((row) => row.offsetParent !== null);
}

export function select(row: HTMLElement, isPressed = false): void {
  for (const one of rows()) {
    const chosen = one === row;
    one.setAttribute("aria-selected", String(chosen));
    one.tabIndex = chosen ? 0 : -1;
  }
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  const href = row.getAttribute("href") ?? "";
  window.history.replaceState(null, "", href);
  loadPanel(href, isPressed);
}

let waiting = 0;

// While an arrow key is held down only the last row is loaded.
function loadPanel(href: string, isPressed: boolean): void {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(
    () => {
      void htmx.ajax("get", href, { target: "#outline-panel", swap: "outerHTML" }).then(() => {
        const panel = document.getElementById("outline-panel");
        if (isPressed && panel && window.matchMedia("(max-width: 991.98px)").matches) {
          panel.scrollIntoView({ block: "start" });
        }
      });
    },
    isPressed ? 0 : 120,
  );
}

export function go(code: string): void {
  const row = rows().find((one) => one.dataset["code"] === code);
  if (!row) return;
  for (const up of above(row)) fold(up, false);
  select(row, true);
}

function above(row: HTMLElement): HTMLElement[] {
  const found: HTMLElement[] = [];
  let depth = Number(row.dataset["depth"]);
  const all = rows();
  for (const one of all.slice(0, all.indexOf(row)).reverse()) {
    if (Number(one.dataset["depth"]) >= depth) continue;
    depth = Number(one.dataset["depth"]);
    found.push(one);
  }
  return found;
}

export function fold(row: HTMLElement, isClosed: boolean): void {
  if (!row.hasAttribute("aria-expanded")) return;
  row.setAttribute("aria-expanded", String(!isClosed));
  let closedAt = Number.POSITIVE_INFINITY;
  for (const one of rows()) {
    const depth = Number(one.dataset["depth"]);
    if (depth <= closedAt) closedAt = Number.POSITIVE_INFINITY;
    one.hidden = depth > closedAt;
    if (one.getAttribute("aria-expanded") === "false") closedAt = Math.min(closedAt, depth);
  }
}
