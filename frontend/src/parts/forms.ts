// Forms: the list of errors gets the focus, a second press on "send" does nothing, changed work is not left by accident.
export function startForms(): void {
  document.querySelector<HTMLElement>("[data-error-summary]")?.focus();
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    delete form.dataset["changed"];
    if (form.method !== "post" || form.closest("[hx-post],[hx-put],[hx-patch]")) return;
    if (form.dataset["sent"]) event.preventDefault();
    form.dataset["sent"] = "1";
  });
  window.addEventListener("pageshow", forgetSent);
  document.addEventListener("input", (event) => {
    const form = (event.target as Element).closest<HTMLFormElement>("form[data-guard]");
    if (form) form.dataset["changed"] = "1";
  });
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-changed]")) event.preventDefault();
  });
}

function forgetSent(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sent]")) delete form.dataset["sent"];
}
