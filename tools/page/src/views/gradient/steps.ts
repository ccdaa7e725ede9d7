// A trace as the steps that a reader takes: forward layer by layer, then backward.
import { backwardFormula, forwardFormula } from './formulas';
import { allTheSame, tokensOf, type Rows, type Trace } from './trace';

export interface Step {
  way: 'forward' | 'backward';
  /** The layer, or "tokens", "probabilities", "loss". */
  name: string;
  title: string;
  kind: string; // what kind of value it is, or the layer's type
  formula: string;
  /** How the values are drawn: the tokens themselves, a bar for each class, one number, or rows as strips. */
  as: 'tokens' | 'probabilities' | 'bars' | 'number' | 'strips';
  rows: Rows;
  rowNames: readonly string[];
  columnNames: readonly string[];
  level: number; // backward steps stand beside the forward step of their level
  /** Of a gradient with a row for every word: whether these rows are the same to the last bit. */
  same?: boolean;
}

const BARS = 12; // classes

export function stepsOf(trace: Trace): Step[] {
  const tokens = tokensOf(trace);
  const classes = trace.classifier?.names ?? [];
  const steps: Step[] = [];
  const levels = new Map<string, number>();

  const rowNames = (rows: Rows) => (rows.length === tokens.names.length ? tokens.names : rows.map(() => ''));
  const shape = (rows: Rows, domain: string): Pick<Step, 'as' | 'rows' | 'rowNames' | 'columnNames'> => {
    const ofClasses = domain === 'document' && rows[0]?.length === classes.length && classes.length <= BARS;
    return {
      rows,
      as: rows.length === 1 && rows[0].length === 1 ? 'number' : ofClasses ? 'bars' : 'strips',
      rowNames: domain === 'token' ? rowNames(rows) : rows.map(() => ''),
      columnNames: ofClasses ? classes : [],
    };
  };
  const forward = (step: Omit<Step, 'way' | 'level'>) => {
    levels.set(step.name, levels.size);
    steps.push({ way: 'forward', level: levels.size - 1, ...step });
  };

  forward({
    name: tokens.name,
    title: 'tokens',
    kind: 'ids of rows',
    formula: '',
    as: 'tokens',
    rows: tokens.ids.map((id) => [id]),
    rowNames: tokens.names,
    columnNames: [],
  });
  for (const output of trace.forward) {
    const isLoss = trace.loss !== undefined && output.name in trace.loss;
    if (output.layer === 'SoftmaxCE' && trace.classifier) {
      forward({
        name: 'probabilities',
        title: 'p',
        kind: 'probabilities',
        formula: `p = softmax(${trace.classifier.logits})`,
        as: classes.length <= BARS ? 'probabilities' : 'strips',
        rows: trace.classifier.probabilities,
        rowNames: [''],
        columnNames: classes,
      });
    }
    forward({
      name: output.name,
      title: isLoss ? 'L' : output.name,
      kind: isLoss ? `loss (${output.layer})` : output.layer,
      formula: forwardFormula(output),
      ...shape(output.values, output.domain),
      ...(output.layer === 'Softmax' && output.values[0]?.length === classes.length && classes.length <= BARS
        ? { as: 'probabilities' as const, columnNames: classes }
        : {}),
    });
  }
  for (const { name, gradient } of trace.backward ?? []) {
    const output = trace.forward.find((candidate) => candidate.name === name);
    const isLoss = trace.loss !== undefined && name in trace.loss;
    steps.push({
      way: 'backward',
      name,
      title: isLoss ? '∂L/∂L' : `∂L/∂${name}`,
      kind: isLoss ? 'the start' : `gradient of ${name}`,
      formula: backwardFormula(name, trace),
      level: levels.get(name) ?? 0,
      same: output?.domain === 'token' && gradient.length > 0 ? allTheSame(gradient) : undefined,
      ...shape(gradient, output?.domain ?? ''),
    });
  }
  return steps;
}
