// What can be tried of an alert: how long it waits, and its threshold.

import { state } from '../route.ts';
import type { Rule } from './data.ts';

/** Waits that a slider stops at, in seconds. */
export const WAITS = [0, 10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600];

/** Spans of time to try it on. */
export const SPANS = ['15m', '1h', '6h', '1d', '7d'];

/** Stops of a slider to either side of a threshold, and how far the last one is: ten times, or a tenth. */
export const STOPS = 20;
const FARTHEST = 10;

/** The number that the whole expression is compared with, as in `a / b > 0.01`; null where there is none. */
export function thresholdOf(query: string): number | null {
  const [, written] = /(?:[<>]=?|[!=]=)\s*(?:bool\s+)?([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*$/.exec(query) ?? [];
  return written === undefined ? null : Number(written);
}

/** The threshold of a stop: steps are even factors, with three digits. */
export const atStop = (threshold: number, stop: number) => Number((threshold * FARTHEST ** (stop / STOPS)).toPrecision(3));

/** The stop that is nearest to a value. */
export function stopOf(threshold: number, value: number): number {
  const stop = Math.round((Math.log(value / threshold) / Math.log(FARTHEST)) * STOPS);
  return Number.isFinite(stop) ? Math.max(-STOPS, Math.min(STOPS, stop)) : 0;
}

export interface Setting {
  wait: number;
  threshold: number | null;
}

/** What the rule has. */
export const given = ({ duration, query }: Rule): Setting => ({ wait: duration ?? 0, threshold: thresholdOf(query) });

/** What the address asks for, or the rule has. */
export function wanted(rule: Rule): Setting {
  const { wait, threshold } = given(rule);
  const asked = Number(state.wait);
  const number = Number(state.threshold);
  return {
    wait: state.wait && asked >= 0 ? asked : wait,
    threshold: threshold === null || !state.threshold || !Number.isFinite(number) ? threshold : number,
  };
}
