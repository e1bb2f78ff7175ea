// The hash says which page is shown and what it shows, so that a link reproduces what its sender saw.

const PARAMETERS: Record<Page, readonly (keyof Parameters)[]> = { dashboard: ['range', 'n'], query: ['q', 'range'], targets: [] };

/** What some pages show: a range of time, a window of the reader's choice, a query. */
interface Parameters {
  range: string;
  n: string;
  q: string;
}

export type Page = 'dashboard' | 'query' | 'targets';

interface State extends Parameters {
  page: Page;
  lang: string | null;
}

/** What is shown. Parameters that a page does not have keep their values for the next one that has. */
export const state: State = { page: 'dashboard', range: '15m', n: '15m', q: '', lang: null };

const isPage = (name: string): name is Page => Object.hasOwn(PARAMETERS, name);

/** Takes over what the hash says. */
export function read() {
  const [, page = '', search = ''] = /^#\/?(\w*)\??(.*)$/s.exec(location.hash) ?? [];
  const parameters = new URLSearchParams(search);
  state.page = isPage(page) ? page : 'dashboard';
  for (const name of PARAMETERS[state.page]) state[name] = parameters.get(name) ?? state[name];
  state.lang = parameters.get('lang');
}

/** The link to a page with the present state and some changes. */
export function href(page: Page, changes: Partial<State> = {}): string {
  const all = { ...state, ...changes };
  const parameters = new URLSearchParams();
  for (const name of [...PARAMETERS[page], 'lang'] as const) if (all[name]) parameters.set(name, all[name]);
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
