// Curves: what a range query and an instant query say about the same series.

import type { Labels, Sample, Series } from './api.ts';
import type { Grid } from './grid.ts';

/** A series with at least one point, and its value now, null where it has none any more. */
export interface Joined extends Series {
  value: number | null;
}

const MOST_CURVES = 7;

const identity = (labels: Labels) => JSON.stringify(Object.entries(labels).sort());

/** Ends each curve of a grid with its value now. */
export function join(curves: Series[], samples: Sample[], { now, length }: Grid): Joined[] {
  const present = new Map(samples.map((s) => [identity(s.labels), s]));
  const joined = curves.map(({ labels, points }): Joined => {
    const key = identity(labels);
    const value = present.get(key)?.value ?? null;
    present.delete(key);
    const shown = points.filter(([t]) => t >= now - length && t < now);
    return { labels, value, points: value === null ? shown : [...shown, [now, value]] };
  });
  const fresh = [...present.values()].map(({ labels, value }): Joined => ({ labels, value, points: [[now, value]] }));
  return [...joined, ...fresh].filter((s) => s.points.length > 0);
}

/** The curves to draw: the largest ones, most recent value first; the others only counted. */
export function fold(series: Joined[]): { shown: Joined[]; hidden: number } {
  const last = (s: Joined) => s.points.at(-1)![1];
  const sorted = [...series].sort((a, b) => (last(b) || 0) - (last(a) || 0));
  return { shown: sorted.slice(0, MOST_CURVES), hidden: Math.max(0, sorted.length - MOST_CURVES) };
}

/** The same name always has the same colour, while there are names for which there is one. */
export class Colors {
  readonly #given = new Map<string, number>();

  /** Gives colours to names that have none yet; in the order of the alphabet, so that a reload changes nothing. */
  meet(names: string[]) {
    for (const name of [...names].sort()) if (!this.#given.has(name)) this.#given.set(name, this.#given.size % MOST_CURVES);
  }

  of(name: string): string {
    return `var(--s${this.#given.get(name)})`;
  }
}
