// What was chosen of a dashboard's variables, put into its queries.

import { labelNames } from '../api.ts';
import { matcherFor, selectors, withMatchers, type Selector } from './matchers.ts';

/** The values that were chosen of each variable; all where there are none. */
export type Chosen = Readonly<Record<string, readonly string[]>>;

/** The times whose series count, in seconds. */
export interface Span {
  start: number;
  now: number;
}

/** A query with what was chosen. */
export interface Narrowed {
  query: string;
  /** What could not be put into it, because the metric lacks the label; a metric of null for a query nobody here can read. */
  left: { label: string; metric: string | null }[];
}

const KEPT_MILLIS = 60_000;

const known = new Map<string, { names: Promise<string[]>; until: number }>();

/** The names of a selector's labels, asked for once in a while. */
function labelsOf(selector: string, { start, now }: Span): Promise<string[]> {
  const found = known.get(selector);
  if (found && performance.now() < found.until) return found.names;
  const names = labelNames(selector, start, now);
  const entry = { names, until: performance.now() + KEPT_MILLIS };
  known.set(selector, entry);
  const forget = () => known.get(selector) === entry && known.delete(selector);
  // What has no series yet may have some in the next round.
  names.then((all) => all.length || forget(), forget);
  return names;
}

/** A metric as a whole: another selector of it may match nothing just now. */
const wholeOf = ({ metric, text }: Selector) => (metric === null ? text : `{__name__=${JSON.stringify(metric)}}`);

/** Puts what was chosen into every selector whose metric has the label. */
export async function narrow(query: string, chosen: Chosen, span: Span): Promise<Narrowed> {
  const wanted = Object.entries(chosen).filter(([, values]) => values.length);
  if (!wanted.length) return { query, left: [] };
  const found = selectors(query);
  if (found === null) return { query, left: wanted.map(([label]) => ({ label, metric: null })) };
  const left = new Map<string, Narrowed['left'][number]>();
  const all = await Promise.all(found.map(async (selector) => {
    const names = await labelsOf(wholeOf(selector), span);
    const has = (label: string) => !names.length || names.includes(label);
    const metric = selector.metric ?? selector.text;
    for (const [label] of wanted) if (!has(label)) left.set(`${label} ${metric}`, { label, metric });
    return { selector, matchers: wanted.filter(([label]) => has(label)).map(([label, values]) => matcherFor(label, values)) };
  }));
  return { query: withMatchers(query, all), left: [...left.values()] };
}
