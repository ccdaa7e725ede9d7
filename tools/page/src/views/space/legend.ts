// The names of categories with their colours. An entry takes its colour away and gives it back.
import { categoryVariable } from '../../cloud/colours';
import { h, nameText } from '../../dom';
import { number } from '../../text';
import type { Categories } from './answers';

const NONE = 255;

/** Calls back with what is left of `of` after each change. */
export function legend(
  label: string,
  { names, of }: Categories,
  onChange: (of: Uint8Array) => void,
): HTMLElement {
  const counts = new Array<number>(names.length).fill(0);
  for (const category of of.data) if (category !== NONE) ++counts[category];
  const off = new Set<number>();
  const entries = names.map((name, i) => {
    const button = h(
      'button',
      {
        type: 'button',
        'aria-pressed': 'true',
        dataset: { test: 'category', word: name, value: String(counts[i]) },
        onclick: () => {
          if (!off.delete(i)) off.add(i);
          button.setAttribute('aria-pressed', String(!off.has(i)));
          onChange(of.data.map((category) => (off.has(category) ? NONE : category)));
        },
      },
      h('span', { class: 'swatch dot', style: { '--colour': categoryVariable(i) }, 'aria-hidden': 'true' }),
      nameText(name, 24),
      h('span', { class: 'detail' }, number(counts[i])),
    );
    return h('li', {}, button);
  });
  return h('ul', { class: 'legend toggles', 'aria-label': label }, ...entries);
}
