// Tables: plain ones of numbers, and ones that a click on a column's head sorts.
import { fill, h, nameText, type Child } from './dom';
import { number } from './text';

export type Cell = string | number | null | undefined;

/** What a chart draws, as a table. */
export interface Numbers {
  columns: string[];
  rows: Cell[][];
}

const isNumber = (cell: Cell): cell is number => typeof cell === 'number';

// The whole of a number is in data-value.
const cellAttributes = (cell: Cell, right: boolean) => ({
  class: right ? 'number' : undefined,
  'data-value': isNumber(cell) && Number.isFinite(cell) ? cell : undefined,
});

function cellElement(cell: Cell, right: boolean): HTMLElement {
  return h('td', cellAttributes(cell, right), isNumber(cell) ? number(cell) : nameText(cell ?? '–', 60));
}

const ROWS = 200;

/** The first 200 rows of `numbers`. */
export function numbersTable(caption: string, { columns, rows }: Numbers): HTMLElement {
  const right = columns.map((_, i) => rows.slice(0, ROWS).some((row) => isNumber(row[i])));
  const head = h(
    'tr',
    {},
    ...columns.map((name, i) => h('th', { scope: 'col', class: right[i] ? 'number' : undefined }, nameText(name, 60))),
  );
  const body = rows.slice(0, ROWS).map((row) => h('tr', {}, ...row.map((cell, i) => cellElement(cell, right[i]))));
  const left = rows.length - ROWS;
  return scrolling(
    caption,
    h(
      'table',
      {},
      h('caption', {}, left > 0 ? `${caption}: the first ${ROWS} of ${number(rows.length)} rows` : caption),
      h('thead', {}, head),
      h('tbody', {}, ...body),
    ),
  );
}

/** A table too wide for its place scrolls in a box of its own, which the keyboard can reach. */
export function scrolling(label: string, table: HTMLElement): HTMLElement {
  return h('div', { class: 'scrolling', role: 'group', tabindex: 0, 'aria-label': label }, table);
}

export interface Column<Row> {
  name: string;
  /** What is sorted by, and shown unless `show` is given. */
  value: (row: Row) => Cell;
  show?: (row: Row) => Child;
  /** Right-aligned; otherwise decided by the first row's value. */
  number?: boolean;
}

export interface SortableTable<Row> extends HTMLElement {
  /** Shows other rows in the order chosen before. */
  set(rows: readonly Row[]): void;
}

function compare(a: Cell, b: Cell): number {
  if (isNumber(a) && isNumber(b)) return a - b;
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}

const isMissing = (cell: Cell) => cell === null || cell === undefined || Number.isNaN(cell);

export function sortableTable<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): SortableTable<Row> {
  let shown = [...rows];
  let by = -1;
  let direction = 1;
  const body = h('tbody');
  const right = columns.map((column) => column.number ?? (rows.length > 0 && isNumber(column.value(rows[0]))));

  const heads = columns.map((column, i) =>
    h(
      'th',
      { scope: 'col', class: right[i] ? 'number' : undefined },
      h(
        'button',
        { type: 'button', onclick: () => sort(i) },
        column.name,
        h('span', { class: 'arrow', 'aria-hidden': 'true' }),
      ),
    ),
  );

  const sort = (index: number) => {
    direction = by === index ? -direction : 1;
    by = index;
    heads.forEach((head, i) => {
      if (i === by) head.setAttribute('aria-sort', direction > 0 ? 'ascending' : 'descending');
      else head.removeAttribute('aria-sort');
    });
    render();
  };

  const ordered = () => {
    if (by < 0) return shown;
    const value = columns[by].value;
    return [...shown].sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      if (isMissing(x) || isMissing(y)) return Number(isMissing(x)) - Number(isMissing(y)); // last in both directions
      return direction * compare(x, y);
    });
  };

  const render = () => {
    const rowElement = (row: Row) =>
      h(
        'tr',
        {},
        ...columns.map((column, i) => {
          if (column.show) return h('td', cellAttributes(column.value(row), right[i]), column.show(row));
          return cellElement(column.value(row), right[i]);
        }),
      );
    const focused = body.contains(document.activeElement) ? (document.activeElement as HTMLElement) : null;
    fill(body, ...ordered().map(rowElement));
    if (focused?.isConnected) focused.focus(); // a control that a column shows again keeps the keyboard's place
  };

  render();
  const table = h(
    'table',
    { class: 'sortable' },
    h('caption', {}, caption),
    h('thead', {}, h('tr', {}, ...heads)),
    body,
  );
  const set = (rows: readonly Row[]) => {
    shown = [...rows];
    render();
  };
  return Object.assign(scrolling(caption, table), { set });
}
