// How far back the request counter reaches: a window longer than that shows a partial figure.

import { range } from './api.js';
import { REQUESTS } from './panels.js';

const COARSE_STEPS = 240;
const QUERY = `count(${REQUESTS})`;

/** The first known sample, in seconds, per window length. It moves only when data expire. */
const first = new Map();

async function firstStep(start, end, step) {
  const [series] = await range(QUERY, start, end, step);
  return series?.points.length ? series.points[0][0] : null;
}

/** Finds the first sample within the window by a coarse and then a fine grid. */
async function locate(want, now) {
  const coarse = Math.max(1, Math.ceil(want / COARSE_STEPS));
  const found = await firstStep(now - want, now, coarse);
  if (found === null || found === now - want || coarse === 1) return found;
  return firstStep(found - coarse, found, 1);
}

/** Seconds of the window before `now` that have data, or null where there are none at all. */
export async function coverage(want, now) {
  const known = first.get(want);
  if (known === undefined || known <= now - want) {
    const found = await locate(want, now);
    if (found === null) return null;
    first.set(want, found);
  }
  return Math.min(want, now - first.get(want));
}
