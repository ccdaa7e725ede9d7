// The frame around views: header, run picker, theme, navigation.
import { segmented, select } from './controls';
import { fill, h } from './dom';
import { address } from './route';
import type { Run } from './runs';
import { setTheme, theme, type Theme } from './theme';
import type { View } from './views/view';

const STATES: Record<string, string> = { running: 'training now' };

export class Shell {
  readonly main = h('main', { id: 'main', tabindex: -1 });
  private readonly nav = h('nav', { 'aria-label': 'Views' });
  private readonly picker = h('div', { class: 'picker' });
  private readonly status = h('div', { class: 'unseen', role: 'status', 'aria-live': 'polite' });

  constructor(page: HTMLElement, live: boolean) {
    const themes = [
      { value: 'auto', name: 'Auto' },
      { value: 'light', name: 'Light' },
      { value: 'dark', name: 'Dark' },
    ];
    const skip = h(
      'a',
      { class: 'skip', href: '#main', onclick: (event: Event) => (event.preventDefault(), this.main.focus()) },
      'Skip to the view',
    );
    const brand = h(
      'p',
      { class: 'brand' },
      h('span', { class: 'mark', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')),
      'rowgrad',
      h('span', { class: 'mode' }, live ? 'explorer' : 'report'),
    );
    fill(
      page,
      skip,
      h(
        'header',
        {},
        brand,
        this.picker,
        segmented('Theme', themes, theme(), (value) => setTheme(value as Theme)),
      ),
      h('div', { class: 'body' }, this.nav, this.main),
      this.status,
    );
  }

  announce(text: string): void {
    this.status.textContent = text;
  }

  showRuns(runs: readonly Run[], selected: Run, onPick: (id: number) => void): void {
    const name = ({ name, state }: Run) => (STATES[state] ? `${name} – ${STATES[state]}` : name);
    const choices = runs.map((run) => ({ value: String(run.id), name: name(run) }));
    const focused = this.picker.contains(document.activeElement);
    fill(
      this.picker,
      select('Run', choices, String(selected.id), (value) => onPick(Number(value))),
    );
    if (focused) this.picker.querySelector('select')?.focus();
  }

  showViews(views: readonly View[], run: Run, current: string): void {
    const items = views.map((view) => {
      if (!view.needs(run))
        return h(
          'li',
          {},
          h(
            'span',
            { class: 'absent', title: 'This run has nothing to show here' },
            view.title,
            h('span', { class: 'unseen' }, ' (not for this run)'),
          ),
        );
      const here = view.id === current;
      return h(
        'li',
        {},
        h(
          'a',
          { href: address(view.id, { run: String(run.id) }), 'aria-current': here ? 'page' : undefined },
          view.title,
        ),
      );
    });
    fill(this.nav, h('ul', {}, ...items));
    this.nav.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** An empty place for a view below its title. */
  open(title: string, blurb: string): HTMLElement {
    const place = h('div', { class: 'view' });
    fill(this.main, h('h1', { tabindex: -1 }, title), h('p', { class: 'blurb' }, blurb), place);
    document.title = `${title} – rowgrad`;
    return place;
  }
}
