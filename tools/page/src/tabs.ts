// Tabs as the ARIA practices describe them: arrows move, and only the shown panel is drawn.
import { fill, freshId, h } from './dom';

export interface Tab {
  title: string;
  /** Draws the panel, each time it is opened. */
  draw: (panel: HTMLElement) => void;
}

export function tabs(
  label: string,
  all: readonly Tab[],
  start = 0,
  onOpen: (index: number) => void = () => {},
): HTMLElement {
  const panel = h('div', { role: 'tabpanel', id: freshId('panel'), tabindex: 0 });
  const buttons = all.map((tab, i) =>
    h(
      'button',
      { type: 'button', role: 'tab', id: freshId('tab'), 'aria-controls': panel.id, onclick: () => open(i) },
      tab.title,
    ),
  );
  const open = (index: number) => {
    buttons.forEach((button, i) => {
      button.setAttribute('aria-selected', String(i === index));
      button.tabIndex = i === index ? 0 : -1;
    });
    panel.setAttribute('aria-labelledby', buttons[index].id);
    fill(panel);
    all[index].draw(panel);
    onOpen(index);
  };
  const list = h('div', { role: 'tablist', 'aria-label': label, class: 'tabs' }, ...buttons);
  list.addEventListener('keydown', (event) => {
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const index = (to + all.length) % all.length;
    open(index);
    buttons[index].focus();
  });
  open(start);
  return h('div', {}, list, panel);
}
