// The values under the pointer, at the same time in every chart that is shown.

import type { Point } from './api.ts';
import { shape } from './dom.ts';
import type { Curve } from './chart.ts';
import { clock, type Format } from './format.ts';
import type { Grid } from './grid.ts';
import { paintSelection, zoomable } from './zoom.ts';

const LINE_HEIGHT = 14;
const CHARACTER_WIDTH = 7;

/** What is drawn, and where. */
export interface Plot {
  curves: Curve[];
  grid: Grid;
  format: Format;
  x: (t: number) => number;
  y: (v: number) => number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  width: number;
}

interface Line {
  words: string;
  color?: string;
}

const plots = new WeakMap<SVGSVGElement, Plot>();

/** What a chart shows; undefined where it was not drawn yet. */
export const plotOf = (svg: SVGSVGElement) => plots.get(svg);

let time: number | null = null;

/** The point of a curve that is nearest to a time, unless it is in a gap. */
function nearest({ points }: Curve, { step }: Grid, at: number): Point | null {
  let best: Point | null = null;
  for (const p of points) if (best === null || Math.abs(p[0] - at) <= Math.abs(best[0] - at)) best = p;
  return best !== null && Math.abs(best[0] - at) <= step ? best : null;
}

/** The readout: the time and what the curves were, beside the line on the side that has room. */
function readout(lines: Line[], x: number, { left, right, top }: Plot): (SVGElement | null)[] {
  const width = Math.max(...lines.map(({ words }) => words.length)) * CHARACTER_WIDTH + 16;
  const start = x + 8 + width <= right ? x + 8 : Math.max(left, x - 8 - width);
  const height = lines.length * LINE_HEIGHT + 6;
  const texts = lines.flatMap(({ words, color }, i) => {
    const y = top + 13 + i * LINE_HEIGHT;
    return [color ? shape('rect', { x: start + 3, y: y - 6, width: 5, height: 3, fill: color }) : null, shape('text', { x: start + 11, y }, words)];
  });
  return [shape('rect', { class: 'readout', x: start, y: top, width, height, rx: 3 }), ...texts];
}

/** Between which bounds a point is an estimate, or "". */
function within({ bands = [] }: Curve, at: number, format: Format): string {
  const band = bands.find(({ time }) => time === at);
  return band ? ` (${Number.isFinite(band.high) ? `${format(band.low)}–${format(band.high)}` : `> ${format(band.low)}`})` : '';
}

function paint(svg: SVGSVGElement) {
  svg.querySelector('.crosshair')?.remove();
  const plot = plots.get(svg);
  if (time === null || !plot) return;
  const present = time;
  const hits = plot.curves.flatMap((curve) => {
    const point = nearest(curve, plot.grid, present);
    return point === null ? [] : [{ curve, point }];
  });
  const at = hits[0]?.point[0];
  if (at === undefined) return;
  const x = plot.x(at);
  const lines = hits.map(({ curve, point }) => ({
    color: curve.color, words: `${curve.name} ${plot.format(point[1])}${within(curve, point[0], plot.format)}`.trim(),
  }));
  const dots = hits.filter(({ point }) => Number.isFinite(point[1])).map(({ curve, point }) =>
    shape('circle', { cx: plot.x(point[0]), cy: plot.y(point[1]), r: 3, fill: curve.color }));
  svg.append(shape('g', { class: 'crosshair', 'aria-hidden': 'true' },
    shape('line', { x1: x, x2: x, y1: plot.top, y2: plot.bottom }), ...dots,
    ...readout([{ words: clock(at) }, ...lines], x, plot)));
}

function timeAt(svg: SVGSVGElement, clientX: number): number {
  const { x, width, left, right, grid } = plots.get(svg)!;
  const box = svg.getBoundingClientRect();
  const place = Math.min(right, Math.max(left, ((clientX - box.left) / box.width) * width));
  const begin = grid.now - grid.length;
  return begin + ((place - x(begin)) / (x(grid.now) - x(begin))) * grid.length;
}

function move(svg: SVGSVGElement, clientX: number) {
  time = timeAt(svg, clientX);
  for (const other of document.querySelectorAll<SVGSVGElement>('svg.chart')) paint(other);
}

function leave() {
  time = null;
  for (const svg of document.querySelectorAll<SVGSVGElement>('svg.chart')) paint(svg);
}

/** Makes a chart that was just drawn answer the pointer. */
export function follow(svg: SVGSVGElement, plot: Plot) {
  const fresh = !plots.has(svg);
  plots.set(svg, plot);
  if (fresh) {
    for (const type of ['pointermove', 'pointerdown'] as const) svg.addEventListener(type, (event) => move(svg, event.clientX));
    svg.addEventListener('pointerleave', leave);
    zoomable(svg, () => ({ ...plots.get(svg)!, timeAt: (clientX) => timeAt(svg, clientX) }));
  }
  paint(svg);
  paintSelection(svg, { ...plot, timeAt: (clientX) => timeAt(svg, clientX) });
}
