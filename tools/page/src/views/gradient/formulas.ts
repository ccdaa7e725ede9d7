// What a layer computes, and what its gradient is, by the layer's type. x is the input and y the output.
import type { Trace } from './trace';

type Output = Trace['forward'][number];

type Formula = (y: string, x: string, output: Output) => string;

const FORWARD: Record<string, Formula> = {
  Embedding: (y) => `${y} = a row of ${y}.weight for every word`,
  Sum: (y, x) => `${y} = Σ rows${x === 'embed' ? '' : ` of ${x}`}`,
  Mean: (y, x) => `${y} = Σ rows of ${x} / number of rows`,
  Linear: (y, x) => `${y} = ${x}·Wᵀ + b`,
  Position: (y, x) => `${y} = every row of ${x} with the row of its position`,
  Attention: (y) => `${y} = softmax(Q·Kᵀ / √d)·V, projected`,
  GRU: (y, x) => `${y}[t] = GRU(${x}[t], ${y}[t − 1])`,
  RNN: (y, x) => `${y}[t] = tanh(${x}[t]·Wᵀ + ${y}[t − 1]·Uᵀ + b)`,
  Add: (y, _, { inputs }) => `${y} = ${inputs.join(' + ')}`,
  Multiply: (y, _, { inputs }) => `${y} = ${inputs.join(' ⊙ ')}`,
  Tanh: (y, x) => `${y} = tanh(${x})`,
  ReLU: (y, x) => `${y} = max(${x}, 0)`,
  Flatten: (y, x) => `${y} = the rows of ${x} side by side`,
  Dropout: (y, x) => `${y} = ${x} (outside training)`,
  Softmax: (y, x) => `${y} = softmax(${x})`,
  SoftmaxCE: () => 'L = −ln p[true]',
};

export function forwardFormula(output: Output): string {
  const x = output.inputs[0] ?? '';
  return FORWARD[output.layer]?.(output.name, x, output) ?? `${output.name} = ${output.layer}(${output.inputs.join(', ')})`;
}

const d = (name: string) => `∂L/∂${name}`;

// What reaches the input x through the layer y.
const BACKWARD: Record<string, Formula> = {
  Sum: (y) => `∂L/∂row = ${d(y)}, the same for every word`,
  Mean: (y) => `∂L/∂row = ${d(y)} / number of rows, the same for every word`,
  Linear: (y, x) => `${d(x)} = ${d(y)}·W`,
  Attention: (y, x) => `${d(x)} = ${d(y)} back through V, softmax, Q and K`,
  Position: (y, x) => `${d(x)} = ${d(y)}, row by row`,
  GRU: (y, x) => `${d(x)}[t] = from ${d(y)}[t] and from all that follows t`,
  RNN: (y, x) => `${d(x)}[t] = from ${d(y)}[t] and from all that follows t`,
  Add: (y, x) => `${d(x)} = ${d(y)}`,
  Tanh: (y, x) => `${d(x)} = ${d(y)} ⊙ (1 − ${y}²)`,
  ReLU: (y, x) => `${d(x)} = ${d(y)} where ${x} > 0, otherwise 0`,
  Flatten: (y, x) => `${d(x)} = ${d(y)}, cut into rows`,
};

export function backwardFormula(name: string, trace: Trace): string {
  const gap = trace.classifier?.gap;
  if (name === gap) return `${d(name)} = p − q`;
  const users = trace.forward.filter(({ inputs }) => inputs.includes(name));
  if (users.length === 0) return `${d('L')} = 1`;
  if (users.length > 1) return `${d(name)} = Σ over ${users.map((user) => user.name).join(', ')}`;
  const [user] = users;
  if (user.layer === 'Linear' && user.name === gap) return `${d(name)} = (p − q)·W`;
  return BACKWARD[user.layer]?.(user.name, name, user) ?? `${d(name)} = ${d(user.name)} · ∂${user.name}/∂${name}`;
}
