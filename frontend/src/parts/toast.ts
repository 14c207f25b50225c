// Short messages at the lower right, read out by screen readers. Errors stay until closed, the others go after 7 s.
export type Tone = "info" | "good" | "warn" | "bad";

const STAYS_MS = 7000;

export function toast(text: string, tone: Tone = "info"): void {
  const region = document.getElementById("toasts");
  if (!region || !text) return;
  const box = document.createElement("div");
  box.className = `notice tone-${tone}`;
  if (tone === "bad") box.setAttribute("role", "alert");
  const words = document.createElement("div");
  words.textContent = text;
  box.append(words, closeButton(box));
  region.append(box);
  if (tone !== "bad") goLater(box);
}

function closeButton(box: HTMLElement): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn-close";
  button.setAttribute("aria-label", "Đóng thông báo");
  button.addEventListener("click", () => box.remove());
  return button;
}

function goLater(box: HTMLElement): void {
  let timer = window.setTimeout(() => box.remove(), STAYS_MS);
  box.addEventListener("pointerenter", () => window.clearTimeout(timer));
  box.addEventListener("pointerleave", () => {
    timer = window.setTimeout(() => box.remove(), STAYS_MS);
  });
}
