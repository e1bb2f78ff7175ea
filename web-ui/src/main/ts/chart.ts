// A line chart as SVG: gaps stay gaps, curves carry their names, a threshold is a dashed line.

import type { Point } from './api.ts';
import { bandPath, boundsOf, type Band } from './band.ts';
import { follow } from './crosshair.ts';
import { setSource, shape } from './dom.ts';
import { clock, type Format } from './format.ts';
import type { Grid } from './grid.ts';
import { marks } from './marks.ts';
import { extent, linear, spread } from './scale.ts';

const LEFT = 8;
const TOP = 14;
const BOTTOM = 18;
const LABEL_DISTANCE = 14;
const CHARACTER_WIDTH = 6.8;

/** A curve; its points are there, and its value now is null where it has none any more. */
export interface Curve {
  name: string;
  /** What it is called where there is room, in a file; its name where it is left out. */
  title?: string;
  value: number | null;
  query: string;
  color: string;
  points: Point[];
  /** Between which bounds its points are estimates. */
  bands?: Band[];
}

interface Threshold {
  value: number;
  label: string;
  breached: boolean;
}

/** How a chart looks: its base is 10 or 1024, its label is what it is called. */
interface Look {
  format: Format;
  base: number;
  label: string;
  threshold?: Threshold | null;
}

type Scale = (v: number) => number;

/** Path data of one curve; a step without a sample lifts the pen. */
function path(points: Point[], step: number, x: Scale, y: Scale): string {
  let d = '';
  let previous = -Infinity;
  for (const [t, v] of points) {
    if (!Number.isFinite(v)) continue;
    d += `${t - previous > step * 1.5 ? 'M' : 'L'}${x(t).toFixed(1)} ${y(v).toFixed(1)}`;
    previous = t;
  }
  return d;
}

const cut = (name: string, most: number) => (name.length > most ? `${name.slice(0, most - 1)}…` : name);

/** What labels need to the right of the curves, at most a good third of the chart. */
function labelWidth(curves: Curve[], width: number, format: Format): number {
  const lengths = curves.filter((c) => c.name).map((c) => `${c.name} ${c.value === null ? '' : format(c.value)}`.length);
  return lengths.length ? Math.min(Math.max(...lengths) * CHARACTER_WIDTH + 28, width / 2.6) : 10;
}

/** The name of a curve at its end, with its value where it has one now. */
function label(curve: Curve, left: number, height: number, width: number, { format, now }: { format: Format; now: number }): SVGElement[] {
  const shown = curve.value === null ? '' : format(curve.value);
  const name = cut(curve.name, Math.max(4, Math.floor((width - 16) / CHARACTER_WIDTH) - shown.length - 1));
  const value = shape('tspan', { class: 'value' }, shown);
  if (curve.value !== null) {
    value.dataset.series = curve.name;
    setSource(value, curve.value, curve.query, now);
  }
  const text = shape('text', { x: left + 10, y: height }, `${name} `, value);
  text.append(shape('title', {}, curve.name));
  return [shape('rect', { x: left, y: height - 6, width: 6, height: 3, fill: curve.color }), text];
}

function thresholdLine({ value, label: words, breached }: Threshold, x1: number, x2: number, y: Scale): SVGElement[] {
  const line = shape('line', { class: 'threshold', x1, x2, y1: y(value), y2: y(value) });
  line.dataset.threshold = String(value);
  line.classList.toggle('wrong', breached);
  const above = y(value) > TOP + LABEL_DISTANCE;
  const place = { class: 'threshold-label', x: x2, y: y(value) + (above ? -4 : LABEL_DISTANCE), 'text-anchor': 'end' };
  return [line, shape('text', place, words)];
}

/**
 * Draws curves into an SVG element; names "" stay unwritten.
 */
export function draw(svg: SVGSVGElement, curves: Curve[], grid: Grid, { format, base, label: title, threshold = null }: Look) {
  const { now, length, step } = grid;
  const width = Math.max(svg.clientWidth, 240);
  const bottom = Math.max(svg.clientHeight, 100) - BOTTOM;
  const labels = labelWidth(curves, width, format);
  const right = width - labels;
  const values = curves.flatMap((c) => [...c.points.map((p) => p[1]), ...boundsOf(c.bands ?? [])]);
  const { low, high } = extent(threshold ? [...values, threshold.value * 1.15] : values, base);
  const x = linear(now - length, now, LEFT, right);
  const y = linear(low, high, bottom, TOP);
  const parts: SVGElement[] = [];
  for (const v of [low, (low + high) / 2, high]) {
    parts.push(shape('line', { class: 'grid', x1: LEFT, x2: right, y1: y(v), y2: y(v) }));
    if (v !== 0) parts.push(shape('text', { x: LEFT, y: y(v) - 3 }, format(v)));
  }
  parts.push(shape('text', { x: LEFT, y: bottom + 14 }, clock(now - length)));
  parts.push(shape('text', { x: right, y: bottom + 14, 'text-anchor': 'end' }, clock(now)));
  if (threshold) parts.push(...thresholdLine(threshold, LEFT, right, y));
  parts.push(...marks(grid, x, TOP, bottom));
  for (const { bands = [], color } of curves) {
    if (bands.length) parts.push(shape('path', { class: 'band', d: bandPath(bands, step, { x, y, now, top: TOP }), fill: color }));
  }
  const ends = curves.map((c) => y(Number.isFinite(c.points.at(-1)![1]) ? c.points.at(-1)![1] : 0) + 4);
  const heights = spread(ends, TOP, bottom, LABEL_DISTANCE);
  curves.forEach((c, i) => {
    const [t, v] = c.points.at(-1)!;
    parts.push(shape('path', { class: 'curve', d: path(c.points, step, x, y), stroke: c.color }));
    if (Number.isFinite(v)) parts.push(shape('circle', { cx: x(t), cy: y(v), r: 2.5, fill: c.color }));
    if (c.name) parts.push(...label(c, right + 10, heights[i]!, labels - 10, { format, now }));
  });
  svg.setAttribute('viewBox', `0 0 ${width} ${bottom + BOTTOM}`);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', title);
  svg.replaceChildren(...parts);
  follow(svg, { curves, grid, format, x, y, left: LEFT, right, top: TOP, bottom, width });
}
