// Light, dark, or as the system says. The palette becomes CSS variables, so its colours are written in one place.
import { dark, light, type Palette } from './palette';

export type Theme = 'auto' | 'light' | 'dark';

const KEY = 'rowgrad-theme';
const systemDark = matchMedia('(prefers-color-scheme: dark)');
const systemStill = matchMedia('(prefers-reduced-motion: reduce)');
const listeners = new Set<() => void>();

// Storage may be forbidden, and is on some pages opened from a disk.
function stored(): Theme {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : 'auto';
  } catch {
    return 'auto';
  }
}

let chosen = stored();

export const theme = (): Theme => chosen;

export function setTheme(theme: Theme): void {
  chosen = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // the choice lasts until the page is left
  }
  apply();
}

export function palette(): Palette {
  const isDark = chosen === 'auto' ? systemDark.matches : chosen === 'dark';
  return isDark ? dark : light;
}

/** Whether the reader asked for no animation. */
export const still = (): boolean => systemStill.matches;

/** Calls `listener` after every change of the palette or of still(), until `signal` says stop. */
export function onTheme(listener: () => void, signal?: AbortSignal): void {
  if (signal?.aborted) return;
  listeners.add(listener);
  signal?.addEventListener('abort', () => listeners.delete(listener), { once: true });
}

function apply(): void {
  const colours = palette();
  const root = document.documentElement;
  for (const [name, value] of Object.entries(colours))
    if (typeof value === 'string') root.style.setProperty(`--${name}`, value);
  colours.series.forEach((colour, i) => root.style.setProperty(`--series-${i}`, colour));
  root.style.colorScheme = colours.dark ? 'dark' : 'light';
  for (const listener of [...listeners]) listener();
}

systemDark.addEventListener('change', apply);
systemStill.addEventListener('change', apply);
apply();
