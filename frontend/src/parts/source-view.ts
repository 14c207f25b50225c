// Side-by-side review: choosing a field ([data-source="id"]) marks the text pieces whose data-from names it and
// scrolls to the first; choosing a piece of text goes to its field, unfolding its part if need be. On a phone it
// switches the pane. After a step the marks of the text follow the fields.
const FIELD = "[data-source]";

export function startSourceViews(): void {
  for (const view of document.querySelectorAll<HTMLElement>("[data-source-view]")) enhance(view);
}

function enhance(view: HTMLElement): void {
  const fromField = (event: Event) => {
    const field = (event.target as Element).closest<HTMLElement>(FIELD);
    if (field?.dataset["source"]) choose(view, field.dataset["source"], "text");
  };
  view.addEventListener("focusin", fromField);
  view.addEventListener("click", (event) => {
    const target = event.target as Element;
    const button = target.closest<HTMLElement>("[data-show]");
    const piece = target.closest<HTMLElement>("[data-from]");
    if (button?.dataset["show"]) show(view, button.dataset["show"]);
    else if (piece) choose(view, lastOf(piece), "field");
    else fromField(event);
  });
  view.addEventListener("htmx:load", (event) => keepFocus(event.target as HTMLElement));
  document.addEventListener("htmx:afterSettle", () => markText(view));
  scrollInside(firstPiece(view), "instant");
}

function lastOf(piece: HTMLElement): string {
  return (piece.dataset["from"] ?? "").split(" ").at(-1) ?? "";
}

function choose(view: HTMLElement, id: string, goTo: "text" | "field"): void {
  for (const old of view.querySelectorAll(".is-chosen")) old.classList.remove("is-chosen");
  const name = CSS.escape(id);
  const pieces = view.querySelectorAll<HTMLElement>(`[data-from~="${name}"]`);
  const field = view.querySelector<HTMLElement>(`[data-source="${name}"]`);
  for (const piece of pieces) piece.classList.add("is-chosen");
  field?.classList.add("is-chosen");
  if (goTo === "text") scrollInside(pieces[0], "smooth");
  else {
    show(view, "fields");
    if (field) field.scrollIntoView({ block: "center" });
    else unfold(view, name, () => choose(view, id, "field"));
  }
}

function unfold(view: HTMLElement, name: string, then: () => void): void {
  const more = view.querySelector<HTMLElement>(`[data-holds~="${name}"]`);
  if (!more) return;
  document.addEventListener("htmx:afterSettle", then, { once: true });
  more.click();
}

// The text before the plan itself (a portal's list of related papers) is not what she came for.
function firstPiece(view: HTMLElement): HTMLElement | undefined {
  const part = view.querySelector(FIELD)?.closest("section");
  const fields = part?.querySelectorAll<HTMLElement>(FIELD) ?? [];
  const ids = new Set([...fields].map((field) => field.dataset["source"] ?? ""));
  const pieces = [...view.querySelectorAll<HTMLElement>("[data-from]")];
  return pieces.find((piece) => idsOf(piece).some((id) => ids.has(id)));
}

function idsOf(piece: HTMLElement): string[] {
  return (piece.dataset["from"] ?? "").split(" ");
}

// A row or part that replaces the one whose button was pressed takes the focus: the keyboard goes on from there.
function keepFocus(added: HTMLElement): void {
  const isLost = !document.activeElement || document.activeElement === document.body;
  if (!isLost || !added.matches(`${FIELD}, section[tabindex]`)) return;
  const first = added.querySelector<HTMLElement>("form[data-guard] :is(input:not([type=hidden]), textarea, select)");
  (first ?? added).focus({ preventScroll: true });
}

function markText(view: HTMLElement): void {
  const marks = new Map<string, string>();
  for (const field of view.querySelectorAll<HTMLElement>(`.is-doubtful${FIELD}`)) {
    marks.set(field.dataset["source"] ?? "", field.dataset["mark"] ?? "doubtful");
  }
  for (const piece of view.querySelectorAll<HTMLElement>("[data-from]")) {
    const kinds = idsOf(piece).map((id) => marks.get(id));
    const isDoubtful = kinds.includes("doubtful");
    piece.classList.toggle("is-doubtful", isDoubtful);
    piece.classList.toggle("is-unplaced", !isDoubtful && kinds.includes("unplaced"));
  }
}

function scrollInside(piece: HTMLElement | undefined, behavior: ScrollBehavior): void {
  const box = piece?.closest<HTMLElement>(".source-text");
  if (!piece || !box) return;
  const space = behavior === "instant" ? 8 : box.clientHeight / 3;
  const way = piece.getBoundingClientRect().top - box.getBoundingClientRect().top - space;
  box.scrollBy({ top: way, behavior });
}

function show(view: HTMLElement, pane: string): void {
  const wasHidden = view.dataset["shown"] !== pane;
  view.dataset["shown"] = pane;
  for (const button of view.querySelectorAll<HTMLElement>("[data-show]")) {
    button.setAttribute("aria-pressed", String(button.dataset["show"] === pane));
  }
  if (pane !== "text" || !wasHidden) return;
  const chosen = view.querySelector<HTMLElement>(".source-text .is-chosen");
  (chosen ?? firstPiece(view))?.scrollIntoView({ block: "center" });
}
