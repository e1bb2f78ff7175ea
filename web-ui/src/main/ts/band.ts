// How exact an estimated quantile is: the bounds of the bucket that it fell into, at every step.

import { parser } from '@prometheus-io/lezer-promql';
import { askRange, type Series } from './api.ts';
import { bucketOf, distributions, keyOf, type Distribution } from './buckets.ts';
import { setText } from './dom.ts';
import type { Format } from './format.ts';
import type { Grid } from './grid.ts';
import { Away } from './http.ts';
import { text } from './text.ts';

/** The bounds at a time; the high one may be infinite. */
export interface Band {
  time: number;
  low: number;
  high: number;
}

/** The quantile and the buckets of a query that is one histogram_quantile of them; null for any other. */
export function quantileOf(query: string): { q: number; buckets: string } | null {
  let node = parser.parse(query).topNode.firstChild;
  while (node?.name === 'ParenExpr') node = node.firstChild;
  if (node?.name !== 'FunctionCall' || !node.firstChild?.firstChild || node.firstChild.firstChild.name !== 'HistogramQuantile') return null;
  const q = node.getChild('FunctionCallBody')?.firstChild;
  const of = q?.nextSibling;
  if (!q || !of || of.nextSibling) return null;
  const share = Number(query.slice(q.from, q.to));
  return Number.isNaN(share) ? null : { q: share, buckets: query.slice(of.from, of.to) };
}

/** The bands of a query's curves. */
export class Bands {
  #key = '';
  #history: Distribution[] = [];
  #present: Distribution[] = [];
  #q = NaN;
  /** The query that gives the buckets; "" where there are none. */
  query = '';

  /** Asks for the buckets of a grid, as far as the query has some; what was is asked for only when there is a new step. */
  async refresh(query: string, grid: Grid) {
    const quantile = quantileOf(query);
    this.query = quantile?.buckets ?? '';
    if (quantile === null) return;
    this.#q = quantile.q;
    try {
      const key = `${quantile.buckets} ${grid.start} ${grid.end} ${grid.step}`;
      const [history, present] = await Promise.all([
        key === this.#key ? null : askRange(quantile.buckets, grid), askRange(quantile.buckets, { start: grid.now, end: grid.now, step: 1 }),
      ]);
      if (this.query !== quantile.buckets) return; // another query was asked for meanwhile
      if (history) [this.#history, this.#key] = [distributions(history.data), key];
      this.#present = distributions(present.data);
    } catch (e) {
      if (e instanceof Away) throw e;
      // Curves are drawn without their bands, too.
      [this.#history, this.#present, this.#key] = [[], [], ''];
    }
  }

  /** The bands of a curve, one for each of its points that is an estimate. */
  of({ labels, points }: Series): Band[] {
    if (!this.query) return [];
    const key = keyOf(labels);
    const all = [this.#history, this.#present].map((of) => of.find((d) => keyOf(d.labels) === key)?.at);
    return points.flatMap(([time, value]) => {
      const bucket = Number.isFinite(value) ? bucketOf(this.#q, all[1]?.get(time) ?? all[0]?.get(time) ?? []) : null;
      return bucket === null || bucket.low === -Infinity ? [] : [{ time, low: bucket.low, high: bucket.high }];
    });
  }
}

/** What a chart has to reach over so that the bands can be seen. */
export const boundsOf = (bands: Band[]) => bands.map(({ low, high }) => (Number.isFinite(high) ? high : low));

interface Scales {
  x: (time: number) => number;
  y: (value: number) => number;
  /** The last time, and the height of what is infinite. */
  now: number;
  top: number;
}

/** Path data of bands: each reaches half a step to both sides, so that where there is none there is a gap. */
export function bandPath(bands: Band[], step: number, { x, y, now, top }: Scales): string {
  const rectangles = bands.map(({ time, low, high }, i) => {
    const before = bands[i - 1]?.time ?? -Infinity;
    const after = bands[i + 1]?.time ?? Infinity;
    return {
      from: Math.max(time - step / 2, (before + time) / 2), to: Math.min(time + step / 2, (time + after) / 2, now), low, high,
    };
  });
  return rectangles.map(({ from, to, low, high }) =>
    `M${x(from).toFixed(1)} ${y(low).toFixed(1)}H${x(to).toFixed(1)}V${(Number.isFinite(high) ? y(high) : top).toFixed(1)}H${x(from).toFixed(1)}Z`).join('');
}

/** Says between which bounds the present value of a single curve is; where it is no estimate, nothing. */
export function showBand(place: HTMLElement, curves: { value: number | null; bands: Band[] }[], query: string, now: number, format: Format) {
  const [curve] = curves;
  const band = curves.length === 1 && curve!.value !== null ? curve!.bands.find(({ time }) => time === now) : undefined;
  const bounds = band && { low: format(band.low), high: format(band.high) };
  setText(place, !bounds ? '' : band.high === Infinity ? text('band.above', bounds) : text('band.between', bounds));
  for (const [key, value] of Object.entries({ low: band?.low, high: band?.high, query, time: now })) {
    if (band) place.dataset[key] = String(value);
    else delete place.dataset[key];
  }
}
