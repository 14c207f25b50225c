// Forms: the list of errors gets the focus, a second press on "send" does nothing, changed work is not left by accident.
export function startForms(): void {
  startRefusals();
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

// What is missing or wrong is said in the language of the page, not of the browser. The server checks all again.
const SAID: Record<string, Partial<Record<keyof ValidityState, string>>> = {
  vi: {
    valueMissing: "Hãy điền hoặc chọn mục này.",
    typeMismatch: "Chưa đúng dạng, ví dụ thư điện tử cần có dấu @. Hãy sửa lại.",
    patternMismatch: "Chưa đúng dạng. Hãy sửa lại.",
    tooLong: "Dài quá giới hạn. Hãy rút gọn.",
    tooShort: "Còn quá ngắn. Hãy viết thêm.",
    rangeUnderflow: "Nhỏ hơn mức cho phép. Hãy sửa lại.",
    rangeOverflow: "Lớn hơn mức cho phép. Hãy sửa lại.",
    stepMismatch: "Hãy ghi số nguyên.",
    badInput: "Hãy ghi bằng chữ số.",
  },
};
type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function startRefusals(): void {
  const said = SAID[document.documentElement.lang];
  if (!said) return;
  document.addEventListener("invalid", (event) => say(event.target as Control, said), true);
  for (const name of ["input", "change"]) {
    document.addEventListener(name, (event) => (event.target as Control).setCustomValidity?.(""), true);
  }
}

function say(control: Control, said: Partial<Record<keyof ValidityState, string>>): void {
  control.setCustomValidity("");
  const kind = (Object.keys(said) as (keyof ValidityState)[]).find((name) => control.validity[name]);
  if (kind) control.setCustomValidity(said[kind] ?? "");
}

function forgetSent(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sent]")) delete form.dataset["sent"];
}
