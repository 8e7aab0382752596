/** Leads to the first field that can't be taken as it is. */
export function focusFirstProblem(form: EventTarget | null): void {
  if (form instanceof HTMLFormElement)
    form.querySelector<HTMLElement>('.ng-invalid:is(input, textarea)')?.focus()
}
