// The panels as data: what each asks, how its numbers are written, and what is said of it.

import type { Labels } from './api.ts';
import { selectors } from './boards/matchers.ts';
import type { Limit } from './budget.ts';
import type { Words } from './card.ts';
import type { Threshold } from './condition.ts';
import type { FormatName } from './format.ts';

/** A panel, with its words in the reader's language. */
export interface PanelDefinition {
  id: string;
  /** `short` is its condition in a few letters. */
  words: Words & { short?: string };
  query: string;
  format: FormatName;
  /** Names a curve by its labels, such as {{job}}; panels of one curve have none. */
  legend?: string;
  window?: string;
  /** Whether its number is divided by its window. */
  perWindow?: boolean;
  volumes?: string[];
  threshold?: Threshold;
}

/** An objective as objectives.json has it. */
export interface Objective extends Limit {
  id: string;
  window: string;
  query: string;
  format: FormatName;
}

/** The definitions of objectives.json. */
export const OBJECTIVES: Objective[] = await (await fetch(new URL('../objectives.json', import.meta.url))).json();

/** The query of a panel with another window than its own. */
export const withWindow = ({ query, window }: PanelDefinition, other: string) => query.replaceAll(`[${window}]`, `[${other}]`);

/** The series that a panel's windows reach over: the last range selector of its query, without the range. */
export const selectorOf = (query: string): string | null => selectors(query)?.findLast(({ isRange }) => isRange)?.text ?? null;

/** The name of a curve: a legend such as "{{method}} {{status_code}}" filled with the series' labels. */
export const legendOf = (legend: string, labels: Labels) => legend.replace(/\{\{(\w+)\}\}/g, (_, name: string) => labels[name] ?? '?');

/** The metric that a query is mainly about. */
export const metricOf = (query: string): string => selectors(query)?.find(({ metric }) => metric)?.metric ?? query;
