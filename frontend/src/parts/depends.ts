// Fields that go with a choice: `data-only-for="role:unit_head unit_officer"` on a field shows it for these values
// of the field `role` of its form, and leaves it out of what is sent otherwise. The server checks the same.
// On a box it stands for all controls in it; with `data-only-part` the box is shown or not, without it the whole field.
type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

export function startDependentFields(): void {
  for (const field of document.querySelectorAll<HTMLElement>("[data-only-for]")) {
    const [name = "", values = ""] = (field.dataset["onlyFor"] ?? "").split(":");
    const choice = field.closest("form")?.elements.namedItem(name) as HTMLSelectElement | null;
    const follow = (): void => show(field, values.split(" ").includes(choice?.value ?? ""));
    choice?.addEventListener("change", follow);
    window.addEventListener("pageshow", follow);
    follow();
  }
}

function show(field: HTMLElement, isShown: boolean): void {
  const controls = "input, select, textarea";
  const held = field.matches(controls) ? [field] : field.querySelectorAll(controls);
  for (const control of held) (control as Control).disabled = !isShown;
  const box = "onlyPart" in field.dataset ? field : field.closest<HTMLElement>(".form-field");
  if (box) box.hidden = !isShown;
}
