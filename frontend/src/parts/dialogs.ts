// `data-dialog="id"` opens the native dialog of that id, `data-close` inside it closes it; Esc and focus are the browser's.
// `data-dismiss` on a button removes the message it stands in.
export function startDialogs(): void {
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const opener = event.target.closest<HTMLElement>("[data-dialog]");
    if (opener) openDialog(opener.dataset["dialog"] ?? "");
    event.target.closest("[data-close]")?.closest("dialog")?.close();
    event.target.closest("[data-dismiss]")?.closest(".notice")?.remove();
    if (event.target.matches("dialog")) (event.target as HTMLDialogElement).close();
  });
}

function openDialog(id: string): void {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}
