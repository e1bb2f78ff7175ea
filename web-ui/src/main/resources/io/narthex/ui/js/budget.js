// An error budget: what an objective of availability still allows.

/** Seconds of full outage that an objective such as 0.999 allows within a window of seconds. */
export const allowedOutage = (objective, window) => (1 - objective) * window;

/** The share of the budget that is left, 1 at first and negative when overspent; null without requests. */
export const budgetLeft = (objective, availability) =>
  (availability === null ? null : 1 - (1 - availability) / (1 - objective));

/** The same as a query: untouched where there is no availability, because there were no requests. */
export const budgetQuery = (objective, query) => `1 - ((1 - (${query})) or vector(0)) / (1 - ${objective})`;

/** Whether a value misses its objective. At a limit that it has to stay below, it misses. */
export const misses = (value, { objective, breach }) => (breach === 'below' ? value < objective : value >= objective);
