// A field that finds a word among up to 100,000: the combobox of the ARIA practices, with a list of the first matches.
import { fill, freshId, h, nameText } from './dom';

const SHOWN = 12;

/** Indices of words equal to, then starting with, then containing `text`, without regard to case. */
export function matches(words: readonly string[], text: string, limit = SHOWN): number[] {
  const wanted = text.toLowerCase();
  if (!wanted) return [];
  const equal: number[] = [];
  const starting: number[] = [];
  const containing: number[] = [];
  for (let i = 0; i < words.length; ++i) {
    const at = words[i].toLowerCase().indexOf(wanted);
    if (at < 0) continue;
    if (at > 0) containing.length < limit && containing.push(i);
    else if (words[i].length === text.length) equal.push(i);
    else starting.length < limit && starting.push(i);
  }
  return [...equal, ...starting, ...containing].slice(0, limit);
}

export interface SearchField extends HTMLElement {
  /** Shows `word` as chosen without calling back. */
  set(word: string): void;
}

export function searchField(
  label: string,
  words: readonly string[],
  onPick: (index: number) => void,
  placeholder = '',
): SearchField {
  const list = h('ul', { role: 'listbox', id: freshId('matches'), 'aria-label': `${label}: matches`, hidden: true });
  const input = h('input', {
    id: freshId('search'),
    type: 'text',
    role: 'combobox',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder,
    maxlength: 10000,
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': list.id,
  });
  let found: number[] = [];
  let active = -1;

  const show = (open: boolean) => {
    list.hidden = !open;
    input.setAttribute('aria-expanded', String(open));
    if (!open) activate(-1);
  };
  const activate = (index: number) => {
    active = index;
    [...list.children].forEach((option, i) => option.setAttribute('aria-selected', String(i === index)));
    const option = list.children[index];
    if (option) input.setAttribute('aria-activedescendant', option.id);
    else input.removeAttribute('aria-activedescendant');
    option?.scrollIntoView({ block: 'nearest' });
  };
  const pick = (index: number) => {
    input.value = words[index];
    show(false);
    onPick(index);
  };

  input.addEventListener('input', () => {
    found = matches(words, input.value);
    const options = found.map((index) =>
      h(
        'li',
        {
          role: 'option',
          id: freshId('match'),
          'aria-selected': 'false',
          onmousedown: (event: MouseEvent) => {
            event.preventDefault();
            pick(index);
          },
        },
        nameText(words[index]),
      ),
    );
    fill(list, ...options);
    activate(-1);
    show(found.length > 0);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' && found.length) (show(true), activate((active + 1) % found.length));
    else if (event.key === 'ArrowUp' && found.length)
      (show(true), activate((active + found.length - (active < 0 ? 0 : 1)) % found.length));
    else if (event.key === 'Enter' && found.length && input.value) pick(found[Math.max(active, 0)]);
    else if (event.key === 'Escape') show(false);
    else return;
    event.preventDefault();
  });
  input.addEventListener('blur', () => show(false));

  const element = h('div', { class: 'control search' }, h('label', { for: input.id }, label), input, list);
  return Object.assign(element, { set: (word: string) => void (input.value = word) });
}
