// node plot.mjs < {"picture": "loss", "arguments": {}, "answers": {…}, "width": 900, "height": 480, "theme": "light"} > svg
// An error goes to the standard error stream, with exit code 1.
import { BarChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts';
import {
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TitleComponent,
  TooltipComponent,
  VisualMapContinuousComponent,
} from 'echarts/components';
import { init, use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';
import { answerFrom } from './ask';
import { FONT, type Drawing } from './charts/drawing';
import { dark, light, type Palette } from './palette';
import { pictures, type Arguments } from './pictures';
import { canvasText } from './text';

use([BarChart, HeatmapChart, LineChart, ScatterChart]);
use([
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TitleComponent,
  TooltipComponent,
  VisualMapContinuousComponent,
  LabelLayout,
  SVGRenderer,
]);

interface Order {
  picture: string;
  arguments?: Arguments;
  answers: Record<string, unknown>;
  width?: number;
  height?: number;
  theme?: 'light' | 'dark';
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const USUAL_HEIGHT = 480;
const HEAD = 46; // pixels for the title
const LEGEND_ROW = 22; // pixels of the first row
const LEGEND_GAP = 20; // between entries, and between rows
const LEGEND_LINE = 14; // pixels of a further row, without the gap
const LEGEND_MARK = 32; // beside the name
const LETTER = 7;

/** Pixels that the legend needs, in as many rows as its entries fill. */
function legendHeight({ legend }: Drawing, width: number): number {
  if (legend.length < 2) return 0;
  let rows = 1;
  let used = 0;
  for (const { name } of legend) {
    const entry = LEGEND_MARK + LETTER * Math.min(name.length, 32);
    if (used > 0 && used + entry > width - 24) [rows, used] = [rows + 1, 0];
    used += entry + LEGEND_GAP;
  }
  return LEGEND_ROW + (rows - 1) * (LEGEND_LINE + LEGEND_GAP);
}

/** `asked` pixels high, or as high as the drawing needs with its title above it. */
function svg(drawing: Drawing, title: string, palette: Palette, width: number, asked?: number): string {
  const legend = drawing.legend.length > 1;
  const extra = HEAD + legendHeight(drawing, width) - 10;
  const height = asked ?? (drawing.height === undefined ? USUAL_HEIGHT : drawing.height + extra);
  const chart = init(null, undefined, { renderer: 'svg', ssr: true, width, height });
  const grid = drawing.option.grid as { top?: number; left?: number; right?: number; bottom?: number };
  chart.setOption({
    ...drawing.option,
    animation: false,
    backgroundColor: palette.surface,
    title: {
      text: canvasText(title, 80),
      left: 16,
      top: 12,
      textStyle: { color: palette.ink, fontFamily: FONT, fontSize: 16, fontWeight: 600 },
    },
    legend: legend
      ? {
          top: HEAD - 10,
          left: 12,
          itemGap: LEGEND_GAP,
          itemWidth: 24,
          itemHeight: 8,
          textStyle: { color: palette.ink, fontFamily: FONT },
        }
      : undefined,
    grid: { ...grid, top: Number(grid.top ?? 0) + extra, left: 16, right: 24, bottom: Number(grid.bottom ?? 0) + 10 },
  });
  const text = chart.renderToSVGString();
  chart.dispose();
  const spoken = `<title>${escaped(title)}</title><desc>${escaped(drawing.summary)}</desc>`;
  return text.replace(/<svg [^>]*>/, (open) => `${open.replace('<svg ', '<svg role="img" ')}${spoken}`);
}

async function input(): Promise<Order> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString('utf8')) as Order;
}

async function main(): Promise<void> {
  const order = await input();
  answerFrom(order.answers);
  const picture = Object.hasOwn(pictures, order.picture) ? pictures[order.picture] : undefined;
  if (!picture) throw new Error(`no picture "${order.picture}"; there are ${Object.keys(pictures).join(', ')}`);
  const { title, draw } = await picture(order.arguments ?? {});
  const palette = order.theme === 'dark' ? dark : light;
  const width = order.width ?? 900;
  const drawing = draw(palette, width);
  process.stdout.write(svg(drawing, title, palette, width, order.height));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
