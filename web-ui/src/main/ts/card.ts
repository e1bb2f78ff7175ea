// The frame of a card: title and unit above, how to read it, why it is there and its query below.

import { element, setText } from './dom.ts';
import { href } from './route.ts';
import { saveButtons } from './save.ts';
import { text } from './text.ts';

/** On a narrow screen the explanations are folded under an (i). */
const narrow = matchMedia('(max-width: 640px)');
narrow.addEventListener('change', () => {
  for (const about of document.querySelectorAll<HTMLDetailsElement>('details.about')) about.open = !narrow.matches;
});

const line = (label: string, content: string | Node) => element('div', {}, element('dt', {}, label), element('dd', {}, content));

/** What a card says of itself. */
export interface Words {
  title: string;
  unit: string;
  read: string;
  why: string;
}

export class Card {
  readonly root: HTMLElement;
  readonly #link: HTMLElement;
  readonly #code: HTMLElement;
  #query: string;

  /** @param name what its files are called; @param rootId the element's id; @param body what stands between */
  constructor(name: string, rootId: string, query: string, { title, unit, read, why }: Words, ...body: (Node | null)[]) {
    this.#query = query;
    this.#code = element('code', {}, query);
    this.#link = element('a', { class: 'query', title: text('query.open') }, this.#code);
    const chart = body.find((part) => part instanceof SVGSVGElement);
    const about = element('details', { class: 'about' },
      element('summary', { 'aria-label': text('about', { title }) }, element('span', { 'aria-hidden': 'true' }, 'i')),
      element('dl', {},
        line(text('label.read'), read),
        line(text('label.why'), why),
        line(text('label.query'), this.#link),
        ...(chart ? [line(text('label.save'), saveButtons(chart, name, () => ({ title, unit, query: this.#query })))] : [])));
    about.open = !narrow.matches;
    this.root = element('section', { class: 'panel', id: rootId, 'aria-labelledby': `${rootId}-title`, 'data-state': 'empty' },
      element('h2', { id: `${rootId}-title` }, title, element('span', { class: 'unit' }, unit)),
      ...body, about);
    this.link();
  }

  /** What can be seen: "data", "empty" or "error". */
  set state(state: 'data' | 'empty' | 'error') {
    this.root.dataset.state = state;
  }

  /** Another query than before, such as one for some instances only. */
  set query(query: string) {
    this.#query = query;
    setText(this.#code, query);
    this.link();
  }

  /** Renews the link to the query's own page, which keeps the range that is shown. */
  link() {
    this.#link.setAttribute('href', href('query', { q: this.#query }));
  }
}
