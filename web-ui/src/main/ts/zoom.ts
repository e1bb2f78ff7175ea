// Choosing a span of time in a chart by dragging over it: all charts then show that span alone.

import { shape } from './dom.ts';
import { href, shows, state } from './route.ts';

/** Less is a click. */
const LEAST_PIXELS = 6;

/** Less is nothing that samples could tell. */
const LEAST_SECONDS = 2;

/** Where a chart's times are. */
export interface TimeAxis {
  /** The time at a place on the screen, within what is shown. */
  timeAt: (clientX: number) => number;
  /** The place in the chart of a time. */
  x: (time: number) => number;
  top: number;
  bottom: number;
}

interface Drag {
  svg: SVGSVGElement;
  pointer: number;
  begun: number;
  from: number;
  to: number;
}

let drag: Drag | null = null;

/** Shows what is chosen so far; a chart that was drawn anew asks for it again. */
export function paintSelection(svg: SVGSVGElement, { x, top, bottom }: TimeAxis) {
  svg.querySelector('.selection')?.remove();
  if (drag?.svg !== svg) return;
  const [left, right] = [x(drag.from), x(drag.to)].sort((a, b) => a - b) as [number, number];
  svg.append(shape('rect', { class: 'selection', x: left, y: top, width: right - left, height: bottom - top }));
}

/** Shows a span of time on the present page; the browser's way back leads out of it. */
function choose(from: number, to: number) {
  const length = Math.max(LEAST_SECONDS, Math.round(to - from));
  location.hash = href(state.page, { range: `${length}s`, end: String(Math.round(to)) });
}

/**
 * Lets a pointer choose. A finger scrolls instead: for it, and for keys, there are the buttons beside the range.
 * @param axis gives the axis as the chart is drawn at present
 */
export function zoomable(svg: SVGSVGElement, axis: () => TimeAxis) {
  svg.addEventListener('pointerdown', ({ button, pointerType, pointerId: pointer, clientX }) => {
    if (button !== 0 || pointerType === 'touch' || !shows('end')) return;
    const from = axis().timeAt(clientX);
    drag = { svg, pointer, begun: clientX, from, to: from };
    svg.setPointerCapture(pointer);
  });
  svg.addEventListener('pointermove', ({ clientX }) => {
    if (drag?.svg !== svg) return;
    drag.to = axis().timeAt(clientX);
    paintSelection(svg, axis());
  });
  const end = (event: PointerEvent, chosen: boolean) => {
    if (drag?.svg !== svg) return;
    const { begun, from, to } = drag;
    drag = null;
    paintSelection(svg, axis());
    if (chosen && Math.abs(event.clientX - begun) >= LEAST_PIXELS) choose(Math.min(from, to), Math.max(from, to));
  };
  svg.addEventListener('pointerup', (event) => end(event, true));
  svg.addEventListener('pointercancel', (event) => end(event, false));
}
