// How far back a panel's series reach: a window longer than that shows a partial figure.

import { instant, range } from './api.js';

const COARSE_STEPS = 240;

/** The first known sample, in seconds, per selector and window length. It moves only when data expire. */
const first = new Map();

async function firstStep(query, start, end, step) {
  const [series] = await range(query, { start, end, step });
  return series?.points.length ? series.points[0][0] : null;
}

/** Finds the first sample within the window by a coarse and then a fine grid. */
async function locate(query, want, now) {
  const coarse = Math.max(1, Math.ceil(want / COARSE_STEPS));
  const found = await firstStep(query, now - want, now, coarse);
  if (found === null || found === now - want || coarse === 1) return found;
  return firstStep(query, found - coarse, found, 1);
}

/** Seconds of the window before `now` that have data, or null where there are none at all. */
export async function coverage(selector, want, now) {
  const query = `count(${selector})`;
  const key = `${selector} ${want}`;
  const known = first.get(key);
  if (known === undefined || known <= now - want) {
    if ((await instant(query, now - want)).length) return want;
    const found = await locate(query, want, now);
    if (found === null) return null;
    first.set(key, found);
  }
  return Math.min(want, now - first.get(key));
}
