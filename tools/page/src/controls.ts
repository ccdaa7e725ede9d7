// Controls with a label each. Every one calls back with the new value and is an element to put somewhere.
import { fill, freshId, h, nameText } from './dom';
import { clipped, number } from './text';

export interface Choice {
  value: string;
  name: string;
}

const asChoice = (choice: Choice | string): Choice =>
  typeof choice === 'string' ? { value: choice, name: choice } : choice;

function labelled(label: string, control: HTMLElement, ...after: HTMLElement[]): HTMLElement {
  control.id ||= freshId('control');
  return h('div', { class: 'control' }, h('label', { for: control.id }, label), control, ...after);
}

export function select(
  label: string,
  choices: readonly (Choice | string)[],
  value: string,
  onChange: (value: string) => void,
): HTMLElement {
  const options = choices
    .map(asChoice)
    .map(({ value: v, name }) =>
      h(
        'option',
        { value: v, selected: v === value, title: name.length > 60 ? clipped(name, 2000) : undefined },
        clipped(name, 60),
      ),
    );
  const element = h('select', {}, ...options);
  element.addEventListener('change', () => onChange(element.value));
  return labelled(label, element);
}

/** Two to five short choices side by side: radio buttons. */
export function segmented(
  label: string,
  choices: readonly (Choice | string)[],
  value: string,
  onChange: (value: string) => void,
): HTMLElement {
  const name = freshId('choice');
  const buttons = choices.map(asChoice).map((choice) =>
    h(
      'label',
      {},
      h('input', {
        type: 'radio',
        name,
        value: choice.value,
        checked: choice.value === value,
        onchange: () => onChange(choice.value),
      }),
      h('span', {}, choice.name),
    ),
  );
  return h('fieldset', { class: 'control segmented' }, h('legend', {}, label), h('div', {}, ...buttons));
}

export interface SliderRange {
  min: number;
  max: number;
  step?: number;
  /** How the value is written beside the slider and read aloud. */
  show?: (value: number) => string;
}

export interface Slider extends HTMLElement {
  /** Moves the slider without calling back. */
  set(value: number): void;
}

export function slider(label: string, range: SliderRange, value: number, onInput: (value: number) => void): Slider {
  const show = range.show ?? ((v: number) => number(v));
  const output = h('output', {}, show(value));
  const input = h('input', { type: 'range', min: range.min, max: range.max, step: range.step ?? 'any', value });
  const write = (v: number) => {
    output.textContent = show(v);
    input.setAttribute('aria-valuetext', show(v));
  };
  write(value);
  input.addEventListener('input', () => {
    write(input.valueAsNumber);
    onInput(input.valueAsNumber);
  });
  const element = labelled(label, input, output);
  const set = (v: number) => {
    input.value = String(v);
    write(v);
  };
  return Object.assign(element, { set });
}

/** Calls back on Enter and when the field is left, if the text changed. `suggestions` are offered while typing. */
export function textField(
  label: string,
  value: string,
  onCommit: (value: string) => void,
  options: { suggestions?: readonly string[]; placeholder?: string } = {},
): HTMLElement {
  const list = options.suggestions && h('datalist', { id: freshId('list') });
  if (list) fill(list, ...options.suggestions!.slice(0, 200).map((text) => h('option', { value: text })));
  const input = h('input', {
    type: 'text',
    value,
    list: list?.id,
    placeholder: options.placeholder,
    autocomplete: 'off',
    spellcheck: 'false',
    maxlength: 10000,
  });
  let committed = value;
  input.addEventListener('change', () => {
    if (input.value === committed) return;
    committed = input.value;
    onCommit(committed);
  });
  return labelled(label, input, ...(list ? [list] : []));
}

export function button(
  text: string,
  onClick: () => void,
  options: { label?: string; primary?: boolean } = {},
): HTMLButtonElement {
  return h(
    'button',
    {
      type: 'button',
      class: options.primary ? 'primary' : undefined,
      'aria-label': options.label,
      title: options.label,
      onclick: onClick,
    },
    text,
  );
}

export function checkbox(label: string, checked: boolean, onChange: (checked: boolean) => void): HTMLElement {
  const input = h('input', { type: 'checkbox', checked });
  input.addEventListener('change', () => onChange(input.checked));
  return h('label', { class: 'control check' }, input, h('span', {}, label));
}

/** A list of names as buttons, for neighbours, tokens and the like. */
export function pickList(
  label: string,
  items: readonly { name: string; detail?: string }[],
  onPick: (index: number) => void,
): HTMLElement {
  const rows = items.map((item, i) =>
    h(
      'li',
      {},
      h(
        'button',
        { type: 'button', onclick: () => onPick(i) },
        nameText(item.name),
        item.detail !== undefined && h('span', { class: 'detail' }, item.detail),
      ),
    ),
  );
  return h('ol', { class: 'picks', 'aria-label': label }, ...rows);
}

/** The text of a phrase: a field on a live page, a choice of what was recorded in a report. */
export function fieldOrChoice(
  label: string,
  value: string,
  recordedValues: readonly string[] | null,
  onCommit: (value: string) => void,
  suggestions?: readonly string[],
): HTMLElement {
  if (recordedValues) return select(label, recordedValues, value, onCommit);
  return textField(label, value, onCommit, { suggestions });
}
