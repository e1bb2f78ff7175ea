// What the server knows of objectives.

import { get } from '../http.ts';
import type { Labels } from '../api.ts';

/** A number, or where a threshold lies between two buckets the two between which the truth is. */
export type Between = number | [number, number];

export interface Burn {
  window: string;
  rate: number | null;
  total: number;
  bad: number;
}

export interface Slo {
  name: string;
  /** Percent. */
  objective: string;
  window: string;
  labels: Labels;
  indicator: Record<string, string>;
  time: number;
  dataFrom: number | null;
  coverage: number;
  total: number;
  bad: Between;
  attained: Between | null;
  bounds: Between | null;
  budget: {
    events: number;
    eventsLeft: number;
    minutes: number;
    minutesSpent: number;
    minutesLeft: number;
    spent: number;
    left: number;
    exhaustedAt: number | null;
  };
  burnRates: Burn[];
}

export interface BudgetPoint {
  time: number;
  left: number;
}

export const slos = async () => (await get<{ slos: Slo[] }>('api/v1/slos')).data.slos;

export const budget = async (name: string, start: number, end: number) =>
  (await get<{ points: BudgetPoint[] }>(`api/v1/slos/${encodeURIComponent(name)}/budget`, { start, end })).data.points;
