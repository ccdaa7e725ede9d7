// A number in the page as it came, in full in `data-value`, and shortened for the reader.
import { h } from './dom';
import { number } from './text';

export function value(
  test: string,
  given: number | null | undefined,
  show: (given: number | null | undefined) => string = (v) => number(v),
): HTMLElement {
  return h('span', { dataset: { test, value: String(given ?? '') } }, show(given));
}
