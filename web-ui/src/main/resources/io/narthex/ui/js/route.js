// The hash says which page is shown and what it shows, so that a link reproduces what its sender saw.

const PARAMETERS = { dashboard: ['range', 'n'], query: ['q', 'range'], targets: [] };

/** What is shown. Parameters that a page does not have keep their values for the next one that has. */
export const state = { page: 'dashboard', range: '15m', n: '15m', q: '', lang: null };

/** Takes over what the hash says. */
export function read() {
  const [, page, search] = /^#\/?(\w*)\??(.*)$/s.exec(location.hash) ?? [null, '', ''];
  const parameters = new URLSearchParams(search);
  state.page = Object.hasOwn(PARAMETERS, page) ? page : 'dashboard';
  for (const name of PARAMETERS[state.page]) state[name] = parameters.get(name) ?? state[name];
  state.lang = parameters.get('lang');
}

/** The link to a page with the present state and some changes. */
export function href(page, changes = {}) {
  const all = { ...state, ...changes };
  const parameters = new URLSearchParams();
  for (const name of [...PARAMETERS[page], 'lang']) if (all[name]) parameters.set(name, all[name]);
  return `#/${page}${parameters.size ? `?${parameters}` : ''}`;
}

/** Changes what the present page shows, without a new entry in the history. */
export function replace(changes = {}) {
  Object.assign(state, changes);
  history.replaceState(null, '', href(state.page));
}

/** Changes what the present page shows; the browser's way back leads to what it showed before. */
export function push(changes) {
  Object.assign(state, changes);
  if (location.hash !== href(state.page)) history.pushState(null, '', href(state.page));
}
