// A line chart as SVG: gaps stay gaps, curves carry their names, at most seven before the rest folds.

import { clock } from './format.js';

const NS = 'http://www.w3.org/2000/svg';
const HEIGHT = 150;
const LEFT = 8;
const TOP = 14;
const BOTTOM = 18;
const MOST_CURVES = 7;

function node(name, attributes, text) {
  const n = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) n.setAttribute(key, value);
  if (text !== undefined) n.textContent = text;
  return n;
}

/** The least round number (1, 2 or 5 times a power of ten) that is not below v. */
function roundUp(v) {
  if (!(v > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(v));
  return [1, 2, 5, 10].map((m) => m * power).find((m) => m >= v * 0.9999);
}

/** The curves to draw: the largest ones, most recent value first; the others only counted. */
export function fold(series) {
  const last = (s) => s.points.at(-1)[1];
  const sorted = [...series].sort((a, b) => (last(b) || 0) - (last(a) || 0));
  return { shown: sorted.slice(0, MOST_CURVES), hidden: Math.max(0, sorted.length - MOST_CURVES) };
}

/** Path data of one curve; a step without a sample lifts the pen. */
function path(points, step, x, y) {
  let d = '';
  let previous = -Infinity;
  for (const [t, v] of points) {
    if (!Number.isFinite(v)) continue;
    d += `${t - previous > step * 1.5 ? 'M' : 'L'}${x(t).toFixed(1)} ${y(v).toFixed(1)}`;
    previous = t;
  }
  return d;
}

/** Moves labels apart so that none covers another; returns their heights. */
function spread(heights) {
  const order = heights.map((h, i) => [h, i]).sort((a, b) => a[0] - b[0]);
  const out = [];
  let floor = TOP;
  for (const [h, i] of order) {
    out[i] = Math.max(h, floor);
    floor = out[i] + 12;
  }
  const over = floor - 12 - (HEIGHT - BOTTOM);
  return over > 0 ? out.map((h) => h - over) : out;
}

/**
 * Draws series into an SVG element.
 * @param series [{name, color, points}], points as [seconds, value]
 */
export function draw(svg, series, { start, end, step, format, label }) {
  const width = Math.max(svg.clientWidth, 240);
  const named = series.length > 1 || series.some((s) => s.name);
  const right = named ? Math.min(110, width / 3) : 10;
  const top = roundUp(Math.max(...series.flatMap((s) => s.points.map((p) => p[1])).filter(Number.isFinite), 0));
  const x = (t) => LEFT + ((t - start) / (end - start)) * (width - LEFT - right);
  const y = (v) => HEIGHT - BOTTOM - (v / top) * (HEIGHT - BOTTOM - TOP);
  const parts = [];
  for (const v of [0, top / 2, top]) {
    parts.push(node('line', { class: 'grid', x1: LEFT, x2: width - right, y1: y(v), y2: y(v) }));
    if (v > 0) parts.push(node('text', { x: LEFT, y: y(v) - 3 }, format(v)));
  }
  parts.push(node('text', { x: LEFT, y: HEIGHT - 4 }, clock(start)));
  parts.push(node('text', { x: width - right, y: HEIGHT - 4, 'text-anchor': 'end' }, clock(end)));
  const labelY = spread(series.map((s) => y(s.points.at(-1)[1] || 0) + 4));
  series.forEach((s, i) => {
    const color = `var(--s${s.color})`;
    const [lastT, lastV] = s.points.at(-1);
    parts.push(node('path', { d: path(s.points, step, x, y), stroke: color }));
    if (Number.isFinite(lastV)) parts.push(node('circle', { class: 'dot', cx: x(lastT), cy: y(lastV), r: 2.5, fill: color }));
    if (named) {
      const text = node('text', { x: width - right + 8, y: labelY[i] }, s.name);
      text.style.fill = color;
      parts.push(text);
    }
  });
  svg.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  svg.replaceChildren(...parts);
}
