// The form as a unit sees it: ratios follow their two counts (rounded half up to 2 decimals as the server does),
// rows are added to tables, nothing is sent.
export function startPreview(): void {
  const form = document.querySelector<HTMLFormElement>("[data-preview-form]");
  if (!form) return;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => computeAll(form));
  form.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-preview-row]");
    if (button) addRow(button);
  });
  const audience = document.querySelector<HTMLSelectElement>("[data-preview-audience]");
  audience?.addEventListener("change", () => audience.form?.requestSubmit());
  computeAll(form);
}

function computeAll(form: HTMLFormElement): void {
  for (const output of form.querySelectorAll<HTMLOutputElement>("[data-ratio]:not([data-untied])")) {
    output.textContent = ratio(valueOf(form, output, "numerator"), valueOf(form, output, "denominator"));
  }
}

function valueOf(form: HTMLFormElement, output: HTMLElement, side: string): bigint | null {
  const code = CSS.escape(output.dataset[side] ?? "");
  const typed = form.querySelector<HTMLInputElement>(`[data-count="${code}"]`)?.value.replace(/[.\s]/g, "") ?? "";
  return /^\d{1,15}$/.test(typed) ? BigInt(typed) : null;
}

export function ratio(numerator: bigint | null, denominator: bigint | null): string {
  if (numerator === null || denominator === null) return "Chưa đủ hai số đếm để tính tỷ lệ.";
  if (denominator === 0n) return "Mẫu số bằng 0 nên không tính tỷ lệ.";
  const hundredths = (numerator * 20000n + denominator) / (denominator * 2n);
  const whole = (hundredths / 100n).toLocaleString("vi");
  return `${whole},${String(hundredths % 100n).padStart(2, "0")} %`;
}

function addRow(button: HTMLElement): void {
  const body = button.closest("fieldset")?.querySelector("tbody");
  const row = body?.rows[0]?.cloneNode(true) as HTMLTableRowElement | undefined;
  if (!body || !row) return;
  for (const input of row.querySelectorAll("input")) input.value = "";
  body.append(row);
  row.querySelector("input")?.focus();
}
