// The panels as data: what each asks, and how its numbers are written. Texts are in messages/.

import type { Labels } from './api.ts';
import type { Limit } from './budget.ts';
import type { Threshold } from './condition.ts';
import type { FormatName } from './format.ts';

/** A panel as panels.json has it. */
export interface PanelDefinition {
  id: string;
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

const load = async (file: string) => (await fetch(new URL(`../${file}`, import.meta.url))).json();

/** The definitions of panels.json, in the order of the page, and those of objectives.json. */
export const [PANELS, OBJECTIVES]: [PanelDefinition[], Objective[]] = await Promise.all([load('panels.json'), load('objectives.json')]);

/** The query of a panel with another window than its own. */
export const withWindow = ({ query, window }: PanelDefinition, other: string) => query.replaceAll(`[${window}]`, `[${other}]`);

/** The series that a panel's windows reach over: the last range selector of its query, without the range. */
export const selectorOf = (query: string): string | null => [...query.matchAll(/([a-zA-Z_:][\w:]*(?:\{[^}]*\})?)\[/g)].at(-1)?.[1] ?? null;

/** The name of a curve: a legend such as "{{method}} {{status_code}}" filled with the series' labels. */
export const legendOf = (legend: string, labels: Labels) => legend.replace(/\{\{(\w+)\}\}/g, (_, name: string) => labels[name] ?? '?');

/** The metric that a query is mainly about. */
export const metricOf = (query: string): string => (/[a-zA-Z_:][\w:]*(?=[{[])/.exec(query)?.[0] ?? [...query.matchAll(/\(([\w:]+)\)/g)].at(-1)?.[1] ?? query);
