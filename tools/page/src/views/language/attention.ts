// Which tokens each attention head looks at, as a matrix per head.
import { attentionChart, type Attention } from '../../charts/language';
import { chart, type Chart } from '../../chart';
import { fieldOrChoice, segmented, select } from '../../controls';
import { card, controls, fill, h, note } from '../../dom';
import { AnswerPlace } from '../../answer_place';
import { startText } from '../lookup/start_text';
import type { Trace } from '../lookup/trace';
import type { Context } from '../view';

const ABSENT = 'This model has no attention: no token looks at another.';

export async function attention(el: HTMLElement, ctx: Context): Promise<void> {
  const run = ctx.run.id;
  const place = h('div', { class: 'stack' });
  const choices = h('div');
  el.append(card('Who looks at whom', choices, place));
  const texts = [...new Set(ctx.recorded('attention', { run }).map((args) => args.text))];
  if (!ctx.live && texts.length === 0) return fill(place, note('This report holds no attention of this run.'));

  const start = ctx.kept('attends') ?? texts[0] ?? (await startText(ctx).catch(() => ''));
  if (ctx.live && !(await hasAttention(ctx, start))) return fill(place, note(ABSENT));

  const latest = new AnswerPlace(place);
  const heads = new Heads(ctx);
  const show = (text: string) =>
    latest.show(ctx.ask<Attention>('attention', { run, text }), (answer) => fill(place, ...heads.show(answer)));
  const field = fieldOrChoice('Text to look at', start, ctx.live ? null : texts, (given) => {
    ctx.keep('attends', given);
    void show(given);
  });
  fill(choices, controls(field));
  await show(start);
}

/**
 * Whether a layer of the run is one. Of a model without, the trace says so: a large answer, which is therefore asked for
 * only where there is no attention to show. A text that cannot be traced tells nothing.
 */
async function hasAttention(ctx: Context, text: string): Promise<boolean> {
  const args = { run: ctx.run.id, text };
  const answered = await ctx.ask<Attention>('attention', args).catch(() => null);
  if (answered) return true;
  try {
    const { forward } = await ctx.ask<Trace>('trace', args);
    return forward.some(({ layer }) => layer === 'Attention');
  } catch {
    return true;
  }
}

class Heads {
  private readonly charts: Chart[] = [];
  private readonly grid = h('div', { class: 'grid heads' });
  private layer = 0;
  private answer: Attention = { tokens: [], layers: [] };

  constructor(private readonly ctx: Context) {}

  show(answer: Attention): HTMLElement[] {
    this.answer = answer;
    this.layer = Math.min(this.layer, answer.layers.length - 1);
    const names = answer.layers.map(({ name }, i) => ({ value: String(i), name }));
    const pick = (given: string) => {
      this.layer = Number(given);
      this.draw();
    };
    const layers = names.length <= 4 ? segmented : select;
    this.draw();
    return [
      h(
        'p',
        {},
        'A row is a token that looks, a column a token that it looks at. Each row adds up to 1; the stronger the colour, the more.',
      ),
      ...(names.length > 1 ? [controls(layers('Layer', names, String(this.layer), pick))] : []),
      this.grid,
    ];
  }

  private draw(): void {
    const { tokens, layers } = this.answer;
    const layer = layers[this.layer];
    layer.heads.forEach((head, i) => {
      const title = `Head ${i}`;
      const draw = (palette: Parameters<typeof attentionChart>[3], width: number) =>
        attentionChart(tokens, head, `${layer.name}, head ${i}`, palette, width);
      if (this.charts[i]) this.charts[i].update(draw);
      else this.charts[i] = chart(title, draw, { signal: this.ctx.signal });
    });
    const wanted = layer.heads.map((_, i) => this.charts[i].element);
    if (wanted.length !== this.grid.children.length) this.grid.replaceChildren(...wanted);
  }
}
