// Values as bars of HTML, each with its number: for rows that stand beside controls. Charts are for everything larger.
import './bars.css';
import { h } from './dom';
import { number } from './text';

export interface ValueBar extends HTMLElement {
  set(value: number): void;
}

export interface BarOptions {
  /** What a test reads; the whole value is in data-value. */
  test?: string;
  /** From the middle to both sides: blue below zero, orange above. Otherwise from zero to `most`. */
  signed?: boolean;
  /** The value that fills the bar. */
  most?: number;
  /** Index of the colour. */
  colour?: number;
  digits?: number;
}

export function valueBar(value: number, { test, signed, most = 1, colour = 0, digits = 4 }: BarOptions = {}): ValueBar {
  const fill = h('i', { style: { '--colour': `var(--series-${colour % 8})` } });
  const text = h('span', { class: 'value' });
  const track = h('span', { class: 'track', 'aria-hidden': 'true' }, fill);
  const element = h('span', { class: signed ? 'value-bar signed' : 'value-bar', 'data-test': test }, track, text);
  const set = (to: number) => {
    text.textContent = number(to, digits);
    element.dataset.value = String(to);
    fill.style.setProperty('--share', String(Math.min(1, Math.abs(to) / (most || 1))));
    fill.classList.toggle('below', to < 0);
  };
  set(value);
  return Object.assign(element, { set });
}

export interface BarRow {
  name: HTMLElement | string;
  value: number;
  test?: string;
  colour?: number;
}

/** Named bars below each other, as a list. */
export function barList(label: string, rows: readonly BarRow[], options: BarOptions = {}): HTMLElement {
  const items = rows.map(({ name, value, test, colour }) =>
    h('li', {}, h('span', { class: 'of' }, name), valueBar(value, { ...options, test, colour })),
  );
  return h('ul', { class: 'bar-list', 'aria-label': label }, ...items);
}
