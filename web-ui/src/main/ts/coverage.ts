// How far back a panel's series reach: a window longer than that shows a partial figure.

import { instant, range } from './api.ts';

const COARSE_STEPS = 240;

/** The first known sample, in seconds, per selector and window length. It moves only when data expire. */
const first = new Map<string, number>();

async function firstStep(query: string, start: number, end: number, step: number): Promise<number | null> {
  const [series] = await range(query, { start, end, step });
  return series?.points[0]?.[0] ?? null;
}

/** Finds the first sample within the window by a coarse and then a fine grid. */
async function locate(query: string, want: number, now: number): Promise<number | null> {
  const coarse = Math.max(1, Math.ceil(want / COARSE_STEPS));
  const found = await firstStep(query, now - want, now, coarse);
  if (found === null || found === now - want || coarse === 1) return found;
  return firstStep(query, found - coarse, found, 1);
}

/** Seconds of the window before `now` that have data, or null where there are none at all, or nothing to look for. */
export async function coverage(selector: string | null, want: number, now: number): Promise<number | null> {
  if (selector === null) return null;
  const query = `count(${selector})`;
  const key = `${selector} ${want}`;
  let known = first.get(key) ?? null;
  if (known === null || known <= now - want) {
    if ((await instant(query, now - want)).length) return want;
    known = await locate(query, want, now);
    if (known === null) return null;
    first.set(key, known);
  }
  return known > now ? null : Math.min(want, now - known);
}
