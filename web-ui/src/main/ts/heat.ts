// A histogram over time as a map of cells: a column for each step, a row for each bucket.

import type { Bucket, Distribution } from './buckets.ts';
import type { Grid } from './grid.ts';

/** More rows than that nobody could tell apart; neighbours are then shown as one. */
const MOST_ROWS = 100;

/** Colours of counts, beside that of none. */
export const LEVELS = 6;

/** What is in one column between two of the bounds, which may be further apart than a row. */
export interface Cell {
  column: number;
  from: number;
  to: number;
  count: number;
}

export interface Heat {
  /** Of each column. */
  times: number[];
  /** The columns for which there are data. */
  filled: boolean[];
  /** Row `i` lies between bounds `i` and `i + 1`. */
  bounds: number[];
  cells: Cell[];
  /** The largest count. */
  most: number;
  /** How many bounds are left out. */
  hidden: number;
}

/** Bounds of all buckets, ascending, at most as many as there may be rows. */
function thinned(all: number[]): number[] {
  const each = Math.ceil((all.length - 1) / MOST_ROWS);
  return each <= 1 ? all : all.filter((_, i) => i % each === 0 || i === all.length - 1);
}

/** How many of the ascending bounds are not above a value. */
function notAbove(bounds: number[], value: number): number {
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (bounds[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The cells of a column: buckets between the same bounds are one. */
function cellsOf(column: number, buckets: Bucket[], bounds: number[]): Cell[] {
  const cells = new Map<string, Cell>();
  for (const { low, high, count } of buckets) {
    const from = Math.max(0, notAbove(bounds, low) - 1);
    const below = notAbove(bounds, high);
    const to = bounds[below - 1] === high ? below - 1 : below;
    const cell = cells.get(`${from} ${to}`) ?? { column, from, to, count: 0 };
    cell.count += count;
    cells.set(`${from} ${to}`, cell);
  }
  return [...cells.values()];
}

/** The map of a histogram; null where it has no buckets. */
export function heatOf({ at }: Distribution, { start, end, step }: Grid): Heat | null {
  const times = Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, i) => start + i * step);
  const columns = times.map((time) => at.get(time));
  const all = [...new Set(columns.flatMap((buckets) => buckets?.flatMap(({ low, high }) => [low, high]) ?? []))].sort((a, b) => a - b);
  if (all.length < 2) return null;
  const bounds = thinned(all);
  const cells = columns.flatMap((buckets, column) => (buckets ? cellsOf(column, buckets, bounds) : []));
  return {
    times, filled: columns.map((buckets) => buckets !== undefined), bounds, cells,
    most: cells.reduce((most, { count }) => Math.max(most, count), 0), hidden: all.length - bounds.length,
  };
}

/** The largest count that has a colour; the root spreads small counts, which are most. */
export const ceilingOf = (level: number, most: number) => most * (level / LEVELS) ** 2;

/** Which colour a count has: 0 for none. */
export const levelOf = (count: number, most: number) => (count > 0 ? Math.min(LEVELS, Math.ceil(LEVELS * Math.sqrt(count / most))) : 0);
