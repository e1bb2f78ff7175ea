// The times that are asked for.

import { serverTime, type Times } from './api.ts';
import { parse } from './duration.ts';

/** A range of `length` seconds before `now`, and the steps within it. */
export interface Grid extends Times {
  now: number;
  length: number;
}

const STEPS = 180;

/** A scrape takes a moment until it is stored; a number younger than that would change afterwards. */
const SETTLED_SECONDS = 1;

/** How far the server's clock is ahead of this machine's: samples carry the server's times. */
let ahead: number | null = null;

/** The present, in whole seconds since 1970, as the server sees it. */
export async function present(): Promise<number> {
  ahead ??= await serverTime() - Date.now() / 1000;
  return Math.floor(Date.now() / 1000 + ahead - SETTLED_SECONDS);
}

/**
 * The times of a range such as "15m" before `now`: curves have a point at each `step` from `start` to `end`.
 * Steps are aligned, so that curves stand still while time moves on, and are asked for again only at a new step.
 */
export function gridOf(range: string, now: number): Grid {
  const length = parse(range);
  const step = Math.max(1, Math.round(length / STEPS));
  const end = Math.floor(now / step) * step;
  return { now, length, step, start: end - Math.ceil(length / step) * step, end };
}
