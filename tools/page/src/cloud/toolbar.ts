// Buttons for what hands and keys do to a cloud.
import { button } from '../controls';
import { h } from '../dom';

export interface Movable {
  move(dx: number, dy: number): void;
  zoom(factor: number): void;
  turn(yaw: number, pitch: number): void;
  setTurning(turning: boolean): void;
  fit(): void;
}

const STEP = 60;

export function toolbar(cloud: Movable): HTMLElement {
  const turning = button('Drag turns', () => {
    const on = turning.getAttribute('aria-pressed') !== 'true';
    turning.setAttribute('aria-pressed', String(on));
    cloud.setTurning(on);
  });
  turning.setAttribute('aria-pressed', 'false');
  turning.classList.add('only-deep');
  return h(
    'div',
    { class: 'toolbar', role: 'group', 'aria-label': 'View of the cloud' },
    button('+', () => cloud.zoom(1.4), { label: 'Zoom in' }),
    button('−', () => cloud.zoom(1 / 1.4), { label: 'Zoom out' }),
    button('←', () => cloud.move(STEP, 0), { label: 'Move left' }),
    button('→', () => cloud.move(-STEP, 0), { label: 'Move right' }),
    button('↑', () => cloud.move(0, STEP), { label: 'Move up' }),
    button('↓', () => cloud.move(0, -STEP), { label: 'Move down' }),
    button('Show all', () => cloud.fit()),
    turning,
  );
}
