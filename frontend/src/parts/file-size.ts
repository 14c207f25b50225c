// `input[type=file][data-most-bytes]`: a file that the server would refuse is refused before it is sent, with a sentence.
const UNITS = ["B", "kB", "MB", "GB"];

export function sizeInWords(bytes: number): string {
  const step = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)), UNITS.length - 1);
  return `${(bytes / 1024 ** step).toLocaleString("vi", { maximumFractionDigits: 1 })} ${UNITS[step] ?? ""}`;
}

export function startFileSizes(): void {
  document.addEventListener("change", (event) => {
    const input = event.target as HTMLInputElement;
    if (input.type !== "file" || input.matches("[data-drop-input]")) return; // a dropzone says it in its own place
    input.setCustomValidity(tooLarge(input));
    input.reportValidity();
  });
}

/** "" when every chosen file is small enough. */
export function tooLarge(input: HTMLInputElement): string {
  const most = Number(input.dataset["mostBytes"] ?? Infinity);
  const file = [...(input.files ?? [])].find((one) => one.size > most);
  if (!file) return "";
  const told = `${file.name} (${sizeInWords(file.size)})`;
  return `Tệp ${told} lớn hơn ${sizeInWords(most)} nên chưa được gửi. Hãy bỏ ảnh, phụ lục quét hoặc chia thành nhiều tệp rồi chọn lại.`;
}
