// An error budget: what an objective of availability still allows.

/** What a value has to stay above (a breach is "below"), or below. */
export interface Limit {
  objective: number;
  breach: 'below' | 'above';
}

/** Seconds of full outage that an objective such as 0.999 allows within a window of seconds. */
export const allowedOutage = (objective: number, window: number) => (1 - objective) * window;

/** The share of the budget that is left, 1 at first and negative when overspent; null without requests. */
export const budgetLeft = (objective: number, availability: number | null): number | null =>
  (availability === null ? null : 1 - (1 - availability) / (1 - objective));

/** The same as a query: untouched where there is no availability, because there were no requests. */
export const budgetQuery = (objective: number, query: string) => `1 - ((1 - (${query})) or vector(0)) / (1 - ${objective})`;

/** Whether a value misses its objective. At a limit that it has to stay below, it misses. */
export const misses = (value: number, { objective, breach }: Limit) => (breach === 'below' ? value < objective : value >= objective);
