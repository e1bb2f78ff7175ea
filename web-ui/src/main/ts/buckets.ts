// What a histogram holds at each time, whether its buckets are classic ones, each a series, or native ones.

import type { Labels, MatrixData } from './api.ts';

/** What was observed above `low`, up to `high`. */
export interface Bucket {
  low: number;
  high: number;
  count: number;
  /** What it and all below it hold, exactly as the server has it. */
  upTo: number;
}

/** A histogram over time: the buckets of each time that has some, ascending. */
export interface Distribution {
  labels: Labels;
  at: Map<number, Bucket[]>;
}

type Row = MatrixData['result'][number];

/** The labels that a quantile of the histogram has. */
function labelsOf({ __name__: _, le: __, ...labels }: Labels): Labels {
  return labels;
}

export const keyOf = (labels: Labels) => JSON.stringify(Object.entries(labelsOf(labels)).sort());

/** An upper bound as Go reads it; NaN for what is none. */
const boundOf = (le: string) => (/^\+?inf(inity)?$/i.test(le) ? Infinity : le === '' ? NaN : Number(le));

/** From counts up to each bound to counts between them; one that is less than the one before it counts nothing. */
function between(upTo: Map<number, number>): Bucket[] {
  const bounds = [...upTo.keys()].sort((a, b) => a - b);
  let low = bounds[0]! > 0 ? 0 : -Infinity;
  let most = 0;
  return bounds.map((high) => {
    const all = Math.max(most, upTo.get(high)!);
    const bucket = { low, high, count: all - most, upTo: all };
    low = high;
    most = all;
    return bucket;
  });
}

function classic(rows: Row[]): Map<number, Bucket[]> {
  const times = new Map<number, Map<number, number>>();
  for (const { metric: { le = '' }, values = [] } of rows) {
    const bound = boundOf(le);
    if (Number.isNaN(bound)) continue;
    for (const [time, written] of values) {
      const upTo = times.get(time) ?? new Map<number, number>();
      const count = Number(written);
      // Bounds may be written in two ways, such as 1 and 1.0.
      if (!Number.isNaN(count)) times.set(time, upTo.set(bound, (upTo.get(bound) ?? 0) + count));
    }
  }
  return new Map([...times].sort(([a], [b]) => a - b).map(([time, upTo]) => [time, between(upTo)]));
}

function native({ histograms = [] }: Row): Map<number, Bucket[]> {
  return new Map(histograms.map(([time, { buckets = [] }]) => {
    let upTo = 0;
    return [time, buckets.map(([, low, high, written]) => {
      const count = Number(written);
      return { low: boundOf(low), high: boundOf(high), count, upTo: upTo += count };
    })];
  }));
}

/** The histograms in an answer, in its order; series that are none are left out. */
export function distributions({ result }: MatrixData): Distribution[] {
  const groups = new Map<string, Row[]>();
  const found: Distribution[] = [];
  for (const row of result) {
    if (row.histograms?.length) found.push({ labels: labelsOf(row.metric), at: native(row) });
    else if (row.metric['le'] !== undefined) {
      const key = keyOf(row.metric);
      groups.set(key, [...groups.get(key) ?? [], row]);
    }
  }
  for (const rows of groups.values()) found.push({ labels: labelsOf(rows[0]!.metric), at: classic(rows) });
  return found;
}

/**
 * The bucket into which a quantile falls, as the server finds it: the first that, with those below, has its share.
 * Null where there is no quantile, or where it is not between two bounds.
 */
export function bucketOf(q: number, buckets: Bucket[]): Bucket | null {
  const all = buckets.at(-1)?.upTo ?? 0;
  if (!(q >= 0 && q <= 1) || !(all > 0)) return null;
  return buckets.find(({ upTo }) => upTo >= q * all)!;
}
