// What the configs of the shown runs differ in.
import { fill, h, nameText, note } from '../../dom';
import type { Run } from '../../runs';
import { scrolling } from '../../table';

export interface Differences {
  settings: { path: string; values: unknown[] }[]; // one value per run, null if absent
}

/** "/optimizer/lr" as "optimizer.lr": JSON Pointer (RFC 6901) without its escapes. */
function pathText(path: string): string {
  return path.replace(/^\//, '').replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
}

const valueText = (value: unknown) =>
  value === null || value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value);

export function showDifferences(
  place: HTMLElement,
  { settings }: Differences,
  runs: readonly Run[],
  shown: readonly Run[],
): void {
  if (shown.length < 2) return fill(place, note('Choose two runs or more to see what their configs differ in.'));
  const places = shown.map((run) => runs.indexOf(run));
  const differing = settings.filter(({ values }) => new Set(places.map((i) => valueText(values[i]))).size > 1);
  if (differing.length === 0) return fill(place, note('Their configs are the same.'));

  const head = h(
    'tr',
    {},
    h('th', { scope: 'col' }, 'Setting'),
    ...shown.map((run) => h('th', { scope: 'col' }, nameText(run.name))),
  );
  const body = differing.map(({ path, values }) =>
    h(
      'tr',
      { 'data-test': `setting-${path}` },
      h('th', { scope: 'row', class: 'code' }, nameText(pathText(path), 60)),
      ...places.map((i) => h('td', { class: 'code', 'data-value': JSON.stringify(values[i] ?? null) }, nameText(valueText(values[i]), 60))),
    ),
  );
  fill(
    place,
    scrolling(
      'Differences between configs',
      h('table', {}, h('caption', {}, 'Differences between configs'), h('thead', {}, head), h('tbody', {}, ...body)),
    ),
  );
}
