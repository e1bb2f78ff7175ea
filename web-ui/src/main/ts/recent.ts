// The queries that were run before on this machine, last one first.

import { element, setText } from './dom.ts';
import { href } from './route.ts';
import { keepText, kept } from './store.ts';
import { text } from './text.ts';

const KEY = 'narthex.queries';
const MOST = 20;

function queries(): string[] {
  try {
    const all: unknown = JSON.parse(kept(KEY) ?? '[]');
    return Array.isArray(all) ? all.filter((q) => typeof q === 'string') : [];
  } catch {
    return [];
  }
}

/** A list that unfolds; each query is a link, so that the keyboard reaches it. */
export class Recent {
  readonly #list = element('ol');
  readonly #none = element('p', { class: 'hint' });
  readonly root = element('details', { id: 'query-recent' }, element('summary', {}, text('query.recent')), this.#none, this.#list);

  constructor() {
    this.root.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      this.root.open = false;
      this.root.querySelector('summary')?.focus();
    });
    this.#show(queries());
  }

  /** Remembers a query that was run. */
  add(query: string) {
    if (!query) return;
    const all = [query, ...queries().filter((q) => q !== query)].slice(0, MOST);
    keepText(KEY, JSON.stringify(all));
    this.root.open = false;
    this.#show(all);
  }

  #show(all: string[]) {
    setText(this.#none, all.length ? '' : text('query.recent.none'));
    this.#list.replaceChildren(...all.map((q) =>
      element('li', {}, element('a', { class: 'query', href: href('query', { q }) }, element('code', {}, q)))));
  }
}
