// Copying a field's text: `<button data-copy="ID OF THE FIELD" hidden>`, shown only where this script runs.
import { toast } from "./toast";

export function startCopying(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => void copy(button.dataset["copy"] ?? ""));
  }
}

async function copy(id: string): Promise<void> {
  const field = document.getElementById(id) as HTMLInputElement;
  field.select();
  if (await written(field.value)) toast("Đã sao chép đường dẫn.", "good");
  else toast("Trình duyệt không cho sao chép. Đường dẫn đã được chọn: hãy nhấn Ctrl+C.", "warn");
}

// The clipboard's own interface exists only on secure addresses; an office network may have none.
async function written(text: string): Promise<boolean> {
  if (!navigator.clipboard) return document.execCommand("copy");
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}
