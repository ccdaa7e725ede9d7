// The colours of both themes. Text has a contrast of at least 4.5:1 to the paper and the surface, graphics of 3:1.
// Series follow Okabe and Ito (https://jfly.uni-koeln.de/color/), darkened or lightened until they reach that.

export interface Palette {
  dark: boolean;
  paper: string; // behind everything
  surface: string; // of cards, charts and controls
  raised: string; // of table heads, pressed buttons
  ink: string;
  muted: string; // secondary text
  line: string; // hairlines that carry no meaning
  edge: string; // outlines of controls, 3:1
  accent: string;
  onAccent: string;
  problem: string;
  quiet: string; // points without a category
  series: readonly string[];
  /** From the most negative over zero to the most positive. */
  diverging: readonly string[];
  /** From zero to the most. */
  sequential: readonly string[];
}

export const light: Palette = {
  dark: false,
  paper: '#f8f8f6',
  surface: '#ffffff',
  raised: '#f0f0ec',
  ink: '#1b1d21',
  muted: '#5b5f68',
  line: '#e2e2dd',
  edge: '#8a8d93',
  accent: '#0b62a8',
  onAccent: '#ffffff',
  problem: '#b3261e',
  quiet: '#85888f',
  series: ['#0072b2', '#d55e00', '#008a65', '#b8578f', '#2a8fc7', '#a87400', '#857b00', '#4a4a4a'],
  diverging: ['#0a4f8a', '#3d8bc4', '#a9cfe9', '#f7f7f5', '#fbcb9e', '#e5832f', '#a34700'],
  sequential: ['#f4f8fb', '#c6dff0', '#86bbdf', '#3f8fc6', '#0b62a8', '#083c69'],
};

export const dark: Palette = {
  dark: true,
  paper: '#16181d',
  surface: '#1d2026',
  raised: '#272b33',
  ink: '#eceef1',
  muted: '#a4a9b4',
  line: '#31353e',
  edge: '#757b87',
  accent: '#6db5f2',
  onAccent: '#10141a',
  problem: '#ff8a80',
  quiet: '#7d828d',
  series: ['#4ba3e3', '#f0803c', '#2fc295', '#d98cb9', '#8fd0f5', '#e6a823', '#d9cf3f', '#b4b8c0'],
  diverging: ['#7cc4fa', '#3a86c2', '#1f4a6e', '#23262d', '#6e3f17', '#c96f22', '#ffae66'],
  sequential: ['#21262e', '#1d3f5c', '#20628f', '#2f8ac6', '#6db5f2', '#c9e6fc'],
};

/** The colour of the series or category `index`; it starts again after eight. */
export function seriesColour(palette: Palette, index: number): string {
  return palette.series[index % palette.series.length];
}
