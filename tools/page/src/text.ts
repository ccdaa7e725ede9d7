// Names, tokens and labels come from data and may be anything: very long, invisible, or turning text around. These
// functions make them fit to be shown; the page shows them by textContent or on a canvas, never as HTML.

// Controls, format characters such as bidi overrides, lone surrogates, and line or paragraph separators.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
// Join emoji and the letters of some scripts: kept.
const JOINERS = new Set(['\u200c', '\u200d']);

/** Replaces characters that cannot be seen by their number, "U+202E". */
export function visible(text: string): string {
  return text.replace(UNSEEN, (character) => {
    if (JOINERS.has(character)) return character;
    const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    return `U+${code}`;
  });
}

/** At most `length` characters of `text`, visible. */
export function clipped(text: string, length = 40): string {
  // Cut before the slow part: ten thousand characters may come.
  const start = visible(text.slice(0, length * 2 + 2));
  const characters = [...start];
  if (characters.length <= length && text.length <= length * 2 + 2) return start;
  return characters.slice(0, length - 1).join('') + '…';
}

/** Like clipped, for the canvas: ECharts would read "{a|b}" as markup. An invisible character keeps it from that. */
export function canvasText(text: string, length = 32): string {
  return clipped(text, length).replace(/\{(?=\w+\|)/g, '{\u2060');
}

const TINY = 1e-4;

/** Four digits that matter: 0.6931, 12.35, 48,210, 1.2e-5. */
export function number(value: number | null | undefined, digits = 4): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < TINY || size >= 1e9)
    return signed(
      value
        .toExponential(2)
        .replace(/\.?0+e/, 'e')
        .replace('e+', 'e'),
    );
  if (Number.isInteger(value) || size >= 10 ** digits) return signed(Math.round(value).toLocaleString('en'));
  return signed(Number(value.toPrecision(digits)).toString());
}

function signed(text: string): string {
  return text.replaceAll('-', '−');
}

export function percent(value: number | null | undefined, digits = 1): string {
  return value === null || value === undefined || Number.isNaN(value)
    ? '–'
    : signed(`${Number((100 * value).toFixed(digits))} %`);
}

/** 0.12 s, 3 min 20 s, 2 h 5 min. */
export function duration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || Number.isNaN(seconds)) return '–';
  if (seconds < 60) return `${number(seconds, seconds < 10 ? 2 : 3)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
