// Listings and tab rows: a table that fits lets its head stick to the page, a wider one scrolls in its own box;
// the current tab is brought into sight.
export function startListings(): void {
  arrange();
  window.addEventListener("resize", arrange);
  document.addEventListener("htmx:afterSettle", arrange);
  document.querySelector(".tab-links [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
}

function arrange(): void {
  for (const box of document.querySelectorAll<HTMLElement>(".listing-scroll")) {
    const isWide = (box.firstElementChild?.scrollWidth ?? 0) > box.clientWidth + 1;
    box.classList.toggle("is-wide", isWide);
    box.classList.toggle("fits", !isWide);
    box.tabIndex = isWide ? 0 : -1;
  }
}
