// A second phrase next to the first: where their values are the same to the last bit, and where they part.
import { barList } from '../../bars';
import { fill, h, nameText } from '../../dom';
import { scrolling } from '../../table';
import { reach, strip } from './strip';
import { sameRows, tokensOf, valuesOf, type Rows, type Trace } from './trace';

const CLASSES = 12;

export function showBeside(place: HTMLElement, first: Trace, second: Trace): void {
  const both = [first, second];
  const documents = first.forward.filter(
    ({ name, domain, values }) =>
      domain === 'document' && !(first.loss && name in first.loss) && valuesOf(second, name).length === values.length,
  );
  fill(
    place,
    verdict(first, second),
    table(both, documents.map(({ name }) => name)),
    h('div', { class: 'grid' }, ...both.map(probabilities)),
  );
}

const phraseOf = (trace: Trace) => tokensOf(trace).names.join(' ') || '(no word)';

function verdict(first: Trace, second: Trace): HTMLElement {
  const name = first.classifier?.logits ?? first.forward[first.forward.length - 1].name;
  const same = sameRows(valuesOf(first, name), valuesOf(second, name));
  const [a, b] = [phraseOf(first), phraseOf(second)];
  return h(
    'p',
    { class: 'fact', 'data-test': 'same-logits', 'data-value': String(same) },
    'Checked: the logits of ',
    h('q', {}, nameText(a)),
    ' and ',
    h('q', {}, nameText(b)),
    same ? ' are the same to the last bit.' : ' differ.',
  );
}

function table([first, second]: Trace[], names: readonly string[]): HTMLElement {
  const cell = (trace: Trace, values: Rows, name: string, most: number) =>
    h('td', {}, ...values.map((row) => strip(`${name} of ${phraseOf(trace)}`, row, most)));
  const rows = names.map((name) => {
    const [a, b] = [valuesOf(first, name), valuesOf(second, name)];
    const most = Math.max(reach(a), reach(b));
    const same = sameRows(a, b);
    return h(
      'tr',
      {},
      h('th', { scope: 'row', class: 'code' }, nameText(name)),
      cell(first, a, name, most),
      cell(second, b, name, most),
      h('td', { 'data-test': `same-layer-${name}`, 'data-value': String(same) }, same ? 'the same' : 'differ'),
    );
  });
  const head = ['Layer', phraseOf(first), phraseOf(second), 'To the last bit'];
  const label = 'Both phrases, layer by layer';
  return scrolling(
    label,
    h(
      'table',
      { class: 'both' },
      h('caption', {}, label),
      h('thead', {}, h('tr', {}, ...head.map((name) => h('th', { scope: 'col' }, nameText(name, 24))))),
      h('tbody', {}, ...rows),
    ),
  );
}

function probabilities(trace: Trace, side: number): HTMLElement {
  const { classifier } = trace;
  if (!classifier) return h('div');
  const rows = classifier.probabilities[0].slice(0, CLASSES).map((value, i) => ({
    name: nameText(classifier.names[i], 24),
    value,
    test: `${side === 0 ? 'first' : 'second'}-probability-${classifier.names[i]}`,
    colour: side === 0 ? 0 : 2,
  }));
  return h('div', {}, h('h3', {}, nameText(phraseOf(trace))), barList(`Probabilities of ${phraseOf(trace)}`, rows));
}
