// Words with their scores as buttons, each with a bar as long as its score.
import { pickList } from '../../controls';
import { number } from '../../text';
import type { Found } from './answers';

export function foundList(
  label: string,
  found: readonly Found[],
  test: string,
  onPick: (found: Found) => void,
): HTMLElement {
  const items = found.map(({ word, score, category }) => ({
    name: word,
    detail: category ? `${category} · ${number(score)}` : number(score),
  }));
  const list = pickList(label, items, (index) => onPick(found[index]));
  list.classList.add('scored');
  found.forEach(({ word, score }, i) => {
    const row = list.children[i] as HTMLElement;
    Object.assign(row.dataset, { test, word, value: String(score) });
    row.style.setProperty('--score', String(Math.min(Math.max(score, 0), 1)));
  });
  return list;
}
