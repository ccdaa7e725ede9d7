// What keys do to a cloud that has the focus, or one of whose buttons has it.
import type { Movable } from './toolbar';

const STEP = 40; // pixels
const ANGLE = 0.12;
const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [1, 0],
  ArrowRight: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

export function pressed(event: KeyboardEvent, cloud: Movable, deep: boolean): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const arrow = ARROWS[event.key];
  if (arrow && deep && event.shiftKey) cloud.turn(ANGLE * arrow[0], ANGLE * arrow[1]);
  else if (arrow) cloud.move(STEP * arrow[0], STEP * arrow[1]);
  else if (event.key === '+' || event.key === '=') cloud.zoom(1.3);
  else if (event.key === '-' || event.key === '−') cloud.zoom(1 / 1.3);
  else if (event.key === '0') cloud.fit();
  else return;
  event.preventDefault();
}
