// Starts the page: asks for the runs, then shows the view that the address names.
import './style.css';
import { ask, live, recorded, type Arguments } from './ask';
import { h, note, problem } from './dom';
import { replaceAddress, route } from './route';
import { distinct, type Run, type RunsAnswer } from './runs';
import { Shell } from './shell';
import { views } from './views';
import type { Cleanup, Context } from './views/view';

const askRuns = async () => distinct((await ask<RunsAnswer>('runs')).runs);

class Page {
  private stop = new AbortController();
  private cleanup: Cleanup | void = undefined;

  constructor(
    private readonly shell: Shell,
    private runs: Run[],
  ) {}

  async show(fromNavigation: boolean): Promise<void> {
    this.leave();
    const { view: id, args } = route();
    const run = this.runs.find((r) => String(r.id) === args.get('run')) ?? this.runs[0];
    const view = views.find((v) => v.id === id) ?? views.find((v) => v.needs(run)) ?? views[0];
    args.set('run', String(run.id));
    replaceAddress(view.id, args);
    this.shell.showRuns(this.runs, run, (chosen) => this.go(view.id, chosen));
    this.shell.showViews(views, run, view.id);
    const place = this.shell.open(view.title, view.blurb);
    if (fromNavigation) {
      this.shell.main.querySelector('h1')?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
      this.shell.announce(`${view.title}, ${run.name}`);
    }
    const trouble = h('div');
    if (run.problem) problem(trouble, new Error(run.problem));
    place.before(trouble);
    if (!view.needs(run))
      return void place.append(note(`This run has nothing to show here. Choose another run or view.`));

    const context = this.context(run, view.id, args);
    try {
      const cleanup = await view.mount(place, context);
      if (context.signal.aborted) cleanup?.();
      else this.cleanup = cleanup;
    } catch (error) {
      problem(place, error);
    }
  }

  private leave(): void {
    this.stop.abort();
    this.stop = new AbortController();
    this.cleanup?.();
    this.cleanup = undefined;
  }

  private go(view: string, run: number): void {
    location.hash = `#/${view}?run=${run}`;
  }

  private context(run: Run, view: string, args: URLSearchParams): Context {
    const { signal } = this.stop;
    const page = this;
    return {
      ask: <T>(name: string, given?: Arguments) => ask<T>(name, given, signal),
      recorded,
      live: live(),
      get runs() {
        return page.runs;
      },
      run,
      setRun: (id) => this.go(view, id),
      refresh: async () => {
        this.runs = await askRuns();
        if (!signal.aborted)
          this.shell.showRuns(this.runs, this.runs.find((r) => r.id === run.id) ?? run, (chosen) =>
            this.go(view, chosen),
          );
        return this.runs;
      },
      announce: (text) => this.shell.announce(text),
      signal,
      kept: (name) => args.get(name),
      keep: (name, value) => {
        if (value === null) args.delete(name);
        else args.set(name, value);
        if (!signal.aborted) replaceAddress(view, args);
      },
    };
  }
}

async function start(): Promise<void> {
  const root = document.getElementById('page')!;
  try {
    const shell = new Shell(root, live());
    const place = shell.open('rowgrad', '');
    place.append(h('p', { class: 'note' }, 'Reading the runs…'));
    const runs = await askRuns().catch((error: unknown) => void problem(place, error));
    if (!runs) return;
    if (runs.length === 0)
      return problem(place, new Error('There are no runs to show. Name some: rowgrad explore RUN…'));
    const page = new Page(shell, runs);
    window.addEventListener('hashchange', () => void page.show(true));
    await page.show(false);
  } catch (error) {
    problem(root, error);
  }
}

void start();
