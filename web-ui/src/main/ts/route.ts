// The hash says which page is shown and what it shows, so that a link reproduces what its sender saw.

const PARAMETERS = {
  dashboard: ['board', 'edit', 'range', 'end', 'n'],
  query: ['q', 'range', 'end', 'explain', 'view', 'histogram'],
  alerts: ['tab', 'alert', 'range', 'last', 'wait', 'threshold'],
  rules: ['find'],
  slos: ['slo', 'last'],
  targets: ['pool', 'instance'],
  status: ['tab', 'rule', 'metric', 'label', 'value', 'series', 'chunk'],
} as const satisfies Record<string, readonly (keyof Parameters)[]>;

/** What some pages show; each is "" where the page has its own way. */
interface Parameters {
  /** The dashboard that was chosen, and whether it is edited: which part of it. */
  board: string;
  edit: string;
  /** How much time, such as 15m. */
  range: string;
  /** Up to when, in seconds since 1970; "" for the present. */
  end: string;
  /** A window of the reader's choice. */
  n: string;
  /** A query, and whether its plan is shown with it. */
  q: string;
  explain: string;
  /** How its answer is shown, and which of its histograms. */
  view: string;
  histogram: string;
  /** The part of a page. */
  tab: string;
  /** An alert's name, and what is tried of it: over how much time, waiting how many seconds, with which threshold. */
  alert: string;
  last: string;
  wait: string;
  threshold: string;
  find: string;
  slo: string;
  /** A relabelling rule that is tried. */
  rule: string;
  metric: string;
  label: string;
  value: string;
  /** A series, and which of its chunks is looked at; "" for the newest. */
  series: string;
  chunk: string;
  /** The target that is looked into. */
  pool: string;
  instance: string;
}

export type Page = keyof typeof PARAMETERS;

export interface State extends Parameters {
  page: Page;
  lang: string | null;
  tz: string | null;
  /** What was chosen of the dashboard's variables; a variable without values is not narrowed down. */
  chosen: Readonly<Record<string, readonly string[]>>;
}

/** What a variable's parameters are called, behind this. */
const VARIABLE = 'var-';

const NOTHING: Parameters = {
  board: '', edit: '', range: '15m', end: '', n: '15m', q: '', explain: '', view: '', histogram: '', tab: '', alert: '',
  last: '1h', wait: '', threshold: '', find: '', slo: '', pool: '', instance: '', rule: '', metric: '', label: '', value: '', series: '', chunk: '',
};

/** What is shown. Parameters that a page does not have keep their values for the next one that has. */
export const state: State = { ...NOTHING, page: 'dashboard', lang: null, tz: null, chosen: {} };

/** Parameters that another page would understand otherwise, or that go with one visit only. */
const OWN: readonly (keyof Parameters)[] = [
  'edit', 'view', 'histogram', 'tab', 'alert', 'wait', 'threshold', 'find', 'slo', 'pool', 'instance',
  'rule', 'metric', 'label', 'value', 'series', 'chunk',
];

const isPage = (name: string): name is Page => Object.hasOwn(PARAMETERS, name);

/** Whether the present page has a parameter. */
export const shows = (name: keyof Parameters) => (PARAMETERS[state.page] as readonly string[]).includes(name);

/** Up to when the present page shows data: the end that its address names, else the present. */
export const endOf = (now: number) => (shows('end') && Number(state.end) > 0 ? Math.min(Math.floor(Number(state.end)), now) : now);

/** The values of each variable. */
function chosenIn(parameters: URLSearchParams): State['chosen'] {
  const names = [...new Set(parameters.keys())].filter((name) => name.startsWith(VARIABLE));
  return Object.fromEntries(names.map((name) => [name.slice(VARIABLE.length), parameters.getAll(name)]));
}

/** Takes over what the hash says. */
export function read() {
  const [, page = '', search = ''] = /^#\/?(\w*)\??(.*)$/s.exec(location.hash) ?? [];
  const parameters = new URLSearchParams(search);
  state.page = isPage(page) ? page : 'dashboard';
  for (const name of [...OWN, 'end'] as const) state[name] = NOTHING[name];
  for (const name of PARAMETERS[state.page]) state[name] = parameters.get(name) ?? state[name];
  if (state.page === 'dashboard') state.chosen = chosenIn(parameters);
  state.lang = parameters.get('lang');
  state.tz = parameters.get('tz');
}

/** The link to a page with the present state and some changes. */
export function href(page: Page, changes: Partial<State> = {}): string {
  const own = page === state.page ? {} : Object.fromEntries(OWN.map((name) => [name, NOTHING[name]]));
  const all = { ...state, ...own, ...changes };
  const parameters = new URLSearchParams();
  for (const name of [...PARAMETERS[page], 'lang', 'tz'] as const) if (all[name]) parameters.set(name, all[name]);
  const chosen = page === 'dashboard' ? Object.entries(all.chosen) : [];
  for (const [name, values] of chosen) for (const value of values) parameters.append(VARIABLE + name, value);
  return `#/${page}${parameters.size ? `?${parameters}` : ''}`;
}

/** Changes what the present page shows, without a new entry in the history. */
export function replace(changes: Partial<State> = {}) {
  Object.assign(state, changes);
  history.replaceState(null, '', href(state.page));
}

/** Changes what the present page shows; the browser's way back leads to what it showed before. */
export function push(changes: Partial<State>) {
  Object.assign(state, changes);
  if (location.hash !== href(state.page)) history.pushState(null, '', href(state.page));
}
