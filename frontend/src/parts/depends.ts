// Fields that go with a choice: `data-only-for="role:unit_head unit_officer"` on a field shows it for these values
// of the field `role` of its form, and leaves it out of what is sent otherwise. The server checks the same.
type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

export function startDependentFields(): void {
  for (const field of document.querySelectorAll<Field>("[data-only-for]")) {
    const [name = "", values = ""] = (field.dataset["onlyFor"] ?? "").split(":");
    const choice = field.form?.elements.namedItem(name) as HTMLSelectElement | null;
    const follow = (): void => show(field, values.split(" ").includes(choice?.value ?? ""));
    choice?.addEventListener("change", follow);
    window.addEventListener("pageshow", follow);
    follow();
  }
}

function show(field: Field, isShown: boolean): void {
  field.disabled = !isShown;
  const box = field.closest<HTMLElement>(".form-field");
  if (box) box.hidden = !isShown;
}
