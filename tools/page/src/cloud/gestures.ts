// What hands do to a canvas: drag, pinch, wheel, hover, click.

export interface Gestures {
  /** Moved by so many pixels; `turning` with shift held. */
  drag(dx: number, dy: number, turning: boolean): void;
  zoom(factor: number, x: number, y: number): void;
  hover(x: number, y: number): void;
  leave(): void;
  click(x: number, y: number): void;
}

const CLICK = 4; // pixels that a click may wander

export function listen(canvas: HTMLCanvasElement, gestures: Gestures, signal: AbortSignal): void {
  const down = new Map<number, { x: number; y: number }>();
  let wandered = 0;
  const at = (event: MouseEvent) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  canvas.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      down.set(event.pointerId, at(event));
      wandered = down.size > 1 ? CLICK + 1 : 0;
    },
    { signal },
  );

  canvas.addEventListener(
    'pointermove',
    (event) => {
      const now = at(event);
      const before = down.get(event.pointerId);
      if (!before) return gestures.hover(now.x, now.y);
      const [dx, dy] = [now.x - before.x, now.y - before.y];
      wandered += Math.abs(dx) + Math.abs(dy);
      const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
      down.set(event.pointerId, now);
      if (wandered <= CLICK) return;
      if (!other) return gestures.drag(dx, dy, event.shiftKey);
      const [apart, apartBefore] = [now, before].map((p) => Math.hypot(p.x - other.x, p.y - other.y));
      if (apartBefore > 0) gestures.zoom(apart / apartBefore, (now.x + other.x) / 2, (now.y + other.y) / 2);
      gestures.drag(dx / 2, dy / 2, false);
    },
    { signal },
  );

  canvas.addEventListener(
    'pointerup',
    (event) => {
      if (!down.delete(event.pointerId)) return;
      const { x, y } = at(event);
      if (wandered <= CLICK) gestures.click(x, y);
    },
    { signal },
  );
  canvas.addEventListener('pointercancel', (event) => void down.delete(event.pointerId), { signal });
  canvas.addEventListener('pointerleave', () => gestures.leave(), { signal });

  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const { x, y } = at(event);
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const speed = event.ctrlKey ? 0.01 : 0.0015; // a pinch on a touchpad comes as a wheel with ctrl
      gestures.zoom(Math.exp(-event.deltaY * lines * speed), x, y);
    },
    { signal, passive: false },
  );
}
