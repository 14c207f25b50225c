// Side-by-side review: choosing a field ([data-source="id"]) marks the text pieces whose data-from names it and
// scrolls to the first; choosing a piece of text goes to its field. On a phone it switches the pane.
export function startSourceViews(): void {
  for (const view of document.querySelectorAll<HTMLElement>("[data-source-view]")) enhance(view);
}

function enhance(view: HTMLElement): void {
  const fromField = (event: Event) => {
    const field = (event.target as Element).closest<HTMLElement>("[data-source]");
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
  if (goTo === "text") scrollInside(pieces[0]);
  else {
    show(view, "fields");
    field?.scrollIntoView({ block: "center" });
  }
}

function scrollInside(piece: HTMLElement | undefined): void {
  const box = piece?.closest<HTMLElement>(".source-text");
  if (!piece || !box) return;
  const way = piece.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
  box.scrollBy({ top: way, behavior: "smooth" });
}

function show(view: HTMLElement, pane: string): void {
  view.dataset["shown"] = pane;
  for (const button of view.querySelectorAll<HTMLElement>("[data-show]")) {
    button.setAttribute("aria-pressed", String(button.dataset["show"] === pane));
  }
  if (pane === "text") view.querySelector(".source-text .is-chosen")?.scrollIntoView({ block: "center" });
}
