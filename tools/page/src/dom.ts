// Elements. Text enters the page here, as text: nothing is ever parsed as HTML.
import { clipped } from './text';

export type Child = Node | string | number | null | undefined | false;

type Handler = (event: never) => void;
export interface Attributes {
  [name: string]: string | number | boolean | null | undefined | Handler | Record<string, string>;
}

/**
 * h('button', {type: 'button', class: 'quiet', onclick: f, dataset: {id: '3'}, style: {color: 'red'}}, 'Text')
 * `on…` are listeners, true is an attribute without a value, and false, null and undefined leave the attribute away.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener);
    else if (typeof value === 'object') {
      if (name === 'dataset') Object.assign(element.dataset, value);
      else for (const [property, text] of Object.entries(value)) element.style.setProperty(property, text);
    } else element.setAttribute(name, value === true ? '' : String(value));
  }
  append(element, children);
  return element;
}

export function append(parent: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child instanceof Node ? child : String(child));
  }
}

/** Replaces everything in `parent`. */
export function fill(parent: Element, ...children: Child[]): void {
  parent.replaceChildren();
  append(parent, children);
}

let ids = 0;
/** An id that no other element has. */
export const freshId = (prefix = 'e'): string => `${prefix}-${++ids}`;

const TITLE_LENGTH = 2000; // more than anybody reads in a tooltip

/** A name from data: clipped, each direction of writing kept to itself, the whole of it in the title. */
export function nameText(text: string, length = 40): HTMLElement {
  const short = clipped(text, length);
  return h('bdi', { class: 'name', title: short === text ? undefined : clipped(text, TITLE_LENGTH) }, short);
}

/** Says in place of `el`'s content why there is nothing to see. An abort is not worth a word. */
export function problem(el: Element, error: unknown): void {
  if (error instanceof DOMException && error.name === 'AbortError') return;
  const message = error instanceof Error ? error.message : String(error);
  fill(el, h('p', { class: 'problem', role: 'alert' }, clipped(message, TITLE_LENGTH)));
}

/** A hint where there is nothing to draw (yet). */
export function note(...children: Child[]): HTMLElement {
  return h('p', { class: 'note' }, ...children);
}

/** A titled part of a view, on a surface of its own. `title` becomes an h2. */
export function card(title: string, ...children: Child[]): HTMLElement {
  const id = freshId('card');
  return h('section', { class: 'card', 'aria-labelledby': id }, h('h2', { id }, title), ...children);
}

/** Cards or charts next to each other where there is room. */
export function grid(...children: Child[]): HTMLElement {
  return h('div', { class: 'grid' }, ...children);
}

/** A row of controls. */
export function controls(...children: Child[]): HTMLElement {
  return h('div', { class: 'controls' }, ...children);
}

/** Calls `task` every `milliseconds` while the tab is visible and task returned true, until `signal` says stop. */
export function every(milliseconds: number, task: () => Promise<boolean>, signal: AbortSignal): void {
  let timer = 0;
  const later = () => void (timer = window.setTimeout(round, milliseconds));
  const round = async () => {
    if (signal.aborted) return;
    if (document.visibilityState === 'hidden') return later();
    if (await task().catch(() => true)) later();
  };
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  later();
}
