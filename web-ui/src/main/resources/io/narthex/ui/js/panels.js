// The panels as data: what each asks, and how its numbers are written. Texts are in messages/.

const load = async (file) => (await fetch(new URL(`../${file}`, import.meta.url))).json();

/** The definitions of panels.json, in the order of the page, and those of objectives.json. */
export const [PANELS, OBJECTIVES] = await Promise.all([load('panels.json'), load('objectives.json')]);

/** The query of a panel with another window than its own. */
export const withWindow = ({ query, window }, other) => query.replaceAll(`[${window}]`, `[${other}]`);

/** The series that a panel's windows reach over: the last range selector of its query, without the range. */
export const selectorOf = (query) => [...query.matchAll(/([a-zA-Z_:][\w:]*(?:\{[^}]*\})?)\[/g)].at(-1)?.[1] ?? null;

/** The name of a curve: a legend such as "{{method}} {{status_code}}" filled with the series' labels. */
export const legendOf = (legend, labels) => legend.replace(/\{\{(\w+)\}\}/g, (_, name) => labels[name] ?? '?');

/** The metric that a query is mainly about. */
export const metricOf = (query) => (/[a-zA-Z_:][\w:]*(?=[{[])/.exec(query)?.[0] ?? [...query.matchAll(/\(([\w:]+)\)/g)].at(-1)?.[1] ?? query);
