// The temperatures and prefixes that can be asked for: any when live, those recorded in a report.
import { segmented, select, slider, textField, type Choice } from '../../controls';
import { symbolText } from '../../charts/language';
import type { Context } from '../view';

const RANGE = { min: 0.1, max: 2, step: 0.05 };

const byNumber = (a: string, b: string) => Number(a) - Number(b);

export function recordedTemperatures(ctx: Context, name: string): string[] {
  const given = ctx.recorded(name, { run: ctx.run.id }).map(({ temperature }) => temperature);
  return [...new Set(given.filter((t) => t !== undefined))].sort(byNumber);
}

export function temperatureControl(
  ctx: Context,
  name: string,
  start: string,
  onChange: (temperature: string) => void,
): HTMLElement {
  if (ctx.live)
    return slider('Temperature', { ...RANGE, show: (t) => t.toFixed(2) }, Number(start), (t) =>
      onChange(String(Number(t.toFixed(2)))),
    );
  return segmented('Temperature', recordedTemperatures(ctx, name), start, onChange);
}

const shown = (prefix: string): Choice => ({
  value: prefix,
  name: prefix === '' ? 'nothing: the start' : symbolText(prefix, 'before'),
});

export function prefixControl(ctx: Context, start: string, onChange: (prefix: string) => void): HTMLElement {
  if (ctx.live) return textField('Text so far', start, onChange, { placeholder: 'nothing: the start' });
  const known = ctx.recorded('next', { run: ctx.run.id }).map(({ prefix }) => prefix);
  return select('Text so far', [...new Set(known)].map(shown), start, onChange);
}
