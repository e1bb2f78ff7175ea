// The card of what was noted; in the demo it has buttons that let things go wrong.

import { demo, letHappen, type Demo } from './api.ts';
import { element, setText } from './dom.ts';
import { say, parse } from './duration.ts';
import { notes, spoken } from './marks.ts';
import { text } from './text.ts';

const MOST = 8;

/** Long enough for the alerts of five minutes to fire, and for those of half a minute. */
const LENGTH = '3m';
const FAST_LENGTH = '1m';

/** What kinds of incidents are called; a newer server may have more. */
const NAMES: Record<string, () => string> = {
  errors: () => text('demo.errors'),
  latency: () => text('demo.latency'),
  load: () => text('demo.load'),
  down: () => text('demo.down'),
  deploy: () => text('demo.deploy'),
};

const nameOf = (kind: string) => NAMES[kind]?.() ?? kind;

export class Journal {
  #list = element('ol', { class: 'notes' });
  #more = element('p', { class: 'more' });
  #demo = element('div', { class: 'demo' });
  #active = element('p', { class: 'note', role: 'status' });
  #isDemo: boolean | null = null;
  #shown = '';
  readonly root = element('section', { class: 'panel', id: 'notes', 'aria-labelledby': 'notes-title' },
    element('h2', { id: 'notes-title' }, text('notes.title')), this.#demo, this.#active, this.#list, this.#more);

  async refresh() {
    this.#show();
    if (this.#isDemo === false) return;
    const state = await demo();
    if (this.#isDemo === null) this.#offer(state);
    this.#isDemo = state.kinds.length > 0;
    setText(this.#active, state.active.length ? text('demo.now', { names: state.active.map(nameOf).join(', ') }) : '');
  }

  /** The list is made again only where it is another, so that a selection survives. */
  #show() {
    const lines = notes.slice(0, MOST).map(spoken);
    if (lines.join('\n') !== this.#shown) this.#list.replaceChildren(...lines.map((line) => element('li', {}, line)));
    this.#shown = lines.join('\n');
    const hidden = notes.length - lines.length;
    setText(this.#more, hidden > 0 ? text('others', { n: hidden }) : notes.length ? '' : text('notes.none'));
  }

  #offer({ kinds, window }: Demo) {
    if (!kinds.length) return;
    const isFast = window === '30s';
    const length = isFast ? FAST_LENGTH : LENGTH;
    const buttons = kinds.map(({ kind, syntax }) => {
      const button = element('button', { type: 'button', title: syntax, 'data-incident': kind }, nameOf(kind));
      button.addEventListener('click', () => this.#begin(`${kind}:start=0s,length=${length}`));
      return button;
    });
    const words = text('demo.break', { length: say(parse(length)) });
    this.#demo.replaceChildren(element('p', {}, words), element('p', { class: 'buttons' }, ...buttons),
      ...(isFast ? [element('p', { class: 'note' }, text('demo.fast'))] : []));
  }

  async #begin(incident: string) {
    try {
      await letHappen(incident);
      await this.refresh();
    } catch (e) {
      setText(this.#active, (e as Error).message);
    }
  }
}
