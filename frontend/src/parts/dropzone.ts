// `form[data-dropzone]`: a file is dropped or chosen, its name and size shown, sent with real progress.
// The page named by the answer's HX-Redirect is opened; a refusal, or a page with errors, is shown in place.
// Without this script it is a plain form.
import { sizeInWords, tooLarge } from "./file-size";
import { problemOf } from "./problem";

export function startDropzones(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-dropzone]")) enhance(form);
}

function part<T extends HTMLElement>(form: HTMLFormElement, name: string): T {
  const found = form.querySelector<T>(`[data-drop-${name}]`);
  if (!found) throw new Error(`data-drop-${name} missing`);
  return found;
}

function enhance(form: HTMLFormElement): void {
  const input = part<HTMLInputElement>(form, "input");
  const over = (is: boolean) => (event: DragEvent) => {
    event.preventDefault();
    form.classList.toggle("is-over", is);
  };
  form.addEventListener("dragover", over(true));
  form.addEventListener("dragleave", over(false));
  form.addEventListener("drop", (event) => {
    over(false)(event);
    if (!event.dataTransfer?.files.length) return;
    input.files = event.dataTransfer.files;
    send(form, input);
  });
  input.addEventListener("change", () => send(form, input));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, input);
  });
}

function send(form: HTMLFormElement, input: HTMLInputElement): void {
  const file = input.files?.[0];
  if (!file || form.dataset["sending"]) return;
  const refused = tooLarge(input);
  if (refused) {
    fail(form, input, refused);
    return;
  }
  const request = new XMLHttpRequest();
  const meter = part(form, "meter");
  const bar = part<HTMLProgressElement>(form, "bar");
  say(form, "name", `${file.name} (${sizeInWords(file.size)})`);
  say(form, "error", "");
  form.dataset["sending"] = "1";
  meter.hidden = false;
  request.upload.addEventListener("progress", (event) => {
    const share = event.lengthComputable ? Math.round((100 * event.loaded) / event.total) : 0;
    bar.value = share;
    say(form, "share", share < 100 ? `Đang tải lên: ${share} %` : "Đã tải lên, đang đọc tệp…");
  });
  request.addEventListener("load", () => finish(form, input, request));
  request.addEventListener("error", () => fail(form, input, "Mất kết nối khi tải lên. Hãy kiểm tra mạng rồi chọn lại tệp."));
  const body = new FormData(form);
  request.open("POST", form.action);
  request.setRequestHeader("HX-Request", "true");
  request.send(body);
}

function finish(form: HTMLFormElement, input: HTMLInputElement, request: XMLHttpRequest): void {
  const next = request.getResponseHeader("HX-Redirect");
  if (next) window.location.assign(next);
  else fail(form, input, problemOf(request));
}

function fail(form: HTMLFormElement, input: HTMLInputElement, sentence: string): void {
  delete form.dataset["sending"];
  part(form, "meter").hidden = true;
  input.value = "";
  say(form, "share", "");
  say(form, "error", sentence);
}

function say(form: HTMLFormElement, name: string, text: string): void {
  const place = part(form, name);
  place.textContent = text;
  place.hidden = text === "";
}
