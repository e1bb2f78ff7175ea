// The values under the pointer, at the same time in every chart that is shown.

import { shape } from './dom.js';
import { clock } from './format.js';

const LINE_HEIGHT = 14;
const CHARACTER_WIDTH = 7;

/** What is drawn in which SVG element: {curves, grid, format, x, y, left, right, top, bottom, width}. */
const plots = new WeakMap();
let time = null;

/** The point of a curve that is nearest to the time, unless it is in a gap. */
function nearest({ points }, { step }) {
  let best = null;
  for (const p of points) if (best === null || Math.abs(p[0] - time) <= Math.abs(best[0] - time)) best = p;
  return best !== null && Math.abs(best[0] - time) <= step ? best : null;
}

/** The readout: the time and what the curves were, beside the line on the side that has room. */
function readout(lines, x, { left, right, top }) {
  const width = Math.max(...lines.map(({ words }) => words.length)) * CHARACTER_WIDTH + 16;
  const start = x + 8 + width <= right ? x + 8 : Math.max(left, x - 8 - width);
  const height = lines.length * LINE_HEIGHT + 6;
  const texts = lines.flatMap(({ words, color }, i) => {
    const y = top + 13 + i * LINE_HEIGHT;
    return [color ? shape('rect', { x: start + 3, y: y - 6, width: 5, height: 3, fill: color }) : null, shape('text', { x: start + 11, y }, words)];
  });
  return [shape('rect', { class: 'readout', x: start, y: top, width, height, rx: 3 }), ...texts];
}

function paint(svg) {
  svg.querySelector('.crosshair')?.remove();
  const plot = plots.get(svg);
  if (time === null || !plot) return;
  const hits = plot.curves.map((curve) => ({ curve, point: nearest(curve, plot.grid) })).filter(({ point }) => point !== null);
  if (!hits.length) return;
  const at = hits[0].point[0];
  const x = plot.x(at);
  const lines = hits.map(({ curve, point }) => ({ color: curve.color, words: `${curve.name} ${plot.format(point[1])}`.trim() }));
  const dots = hits.filter(({ point }) => Number.isFinite(point[1])).map(({ curve, point }) =>
    shape('circle', { cx: plot.x(point[0]), cy: plot.y(point[1]), r: 3, fill: curve.color }));
  svg.append(shape('g', { class: 'crosshair', 'aria-hidden': 'true' },
    shape('line', { x1: x, x2: x, y1: plot.top, y2: plot.bottom }), ...dots,
    ...readout([{ words: clock(at) }, ...lines], x, plot)));
}

function move(svg, clientX) {
  const { x, width, left, right, grid } = plots.get(svg);
  const box = svg.getBoundingClientRect();
  const place = Math.min(right, Math.max(left, ((clientX - box.left) / box.width) * width));
  const begin = grid.now - grid.length;
  time = begin + ((place - x(begin)) / (x(grid.now) - x(begin))) * grid.length;
  for (const other of document.querySelectorAll('svg.chart')) paint(other);
}

function leave() {
  time = null;
  for (const svg of document.querySelectorAll('svg.chart')) paint(svg);
}

/** Makes a chart that was just drawn answer the pointer. */
export function follow(svg, plot) {
  const fresh = !plots.has(svg);
  plots.set(svg, plot);
  if (fresh) {
    for (const type of ['pointermove', 'pointerdown']) svg.addEventListener(type, (event) => move(svg, event.clientX));
    svg.addEventListener('pointerleave', leave);
  }
  paint(svg);
}
