// Pointing at an id, or moving to it with the keyboard, lights everything that belongs to it.

/** Elements with data-row belong to a row of the table; those with data-position and data-of to an id of the list. */
export function lights(root: HTMLElement, signal: AbortSignal): void {
  const light = (from: HTMLElement | null) => {
    const position = from?.dataset.position;
    const row = from?.dataset.row ?? from?.dataset.of;
    for (const element of root.querySelectorAll<HTMLElement>('[data-row], [data-position]')) {
      const { dataset } = element;
      const lit =
        row !== undefined &&
        (dataset.row !== undefined
          ? dataset.row === row
          : position === undefined
            ? dataset.of === row
            : dataset.position === position);
      element.classList.toggle('lit', lit);
    }
  };
  const source = (target: EventTarget | null) =>
    target instanceof Element ? target.closest<HTMLElement>('[data-row], [data-position]') : null;
  const focused = () => (root.contains(document.activeElement) ? source(document.activeElement) : null);
  root.addEventListener('pointerover', (event) => light(source(event.target) ?? focused()), { signal });
  root.addEventListener('pointerleave', () => light(focused()), { signal });
  root.addEventListener('focusin', (event) => light(source(event.target)), { signal });
  root.addEventListener('focusout', () => light(null), { signal });
}
