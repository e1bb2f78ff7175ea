// The page of the dashboards: is the service well, and if not, since when and where?

import { Board } from './boards/board.ts';
import { boards, fileOf, firstOf, type Offered } from './boards/boards.ts';
import { picker } from './boards/picker.ts';
import { waiting } from './boards/waiting.ts';
import { element, setText } from './dom.ts';
import { gridOf } from './grid.ts';
import { Away } from './http.ts';
import { Journal } from './journal.ts';
import { refreshNotes } from './marks.ts';
import { href, state } from './route.ts';
import { text } from './text.ts';
import type { View } from './view.ts';

/** What is scraped changes rarely; who sees nothing yet waits for it. */
const REST_MILLIS = 30_000;

export class Dashboard implements View {
  #due = 0;
  #shown = '';
  #board: Board | null = null;
  #head = element('div', { class: 'board-head' });
  #problem = element('p', { class: 'page problem', role: 'status', hidden: '' });
  #body = element('div');
  #journal = new Journal();
  readonly root = element('div', { class: 'dashboard' }, this.#head, this.#problem, this.#body);

  async refresh(now: number) {
    // Charts draw what was noted; without it they are drawn all the same.
    await Promise.all([this.#choose(), refreshNotes(gridOf(state.range, now)).catch(() => {})]);
    await Promise.allSettled([this.#board?.refresh(now), this.#journal.refresh()]);
  }

  /** Takes the dashboard that was chosen, else the first that fits what is scraped now. */
  async #choose() {
    if (performance.now() < this.#due) return;
    try {
      const all = await boards();
      const chosen = state.board ? all.find(({ name }) => name === state.board) : firstOf(all);
      this.#due = chosen?.applies ? performance.now() + REST_MILLIS : 0;
      this.#show(all, chosen);
      this.#problem.hidden = true;
    } catch (e) {
      if (e instanceof Away) throw e;
      setText(this.#problem, (e as Error).message);
      this.#problem.hidden = false;
    }
  }

  /** Builds what is another than before; else whoever is at a control stays there. */
  #show(all: Offered[], chosen: Offered | undefined) {
    const shown = JSON.stringify([all.map(({ name, title, applies }) => [name, title, applies]), chosen && fileOf(chosen)]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#board?.close();
    this.#board = chosen ? new Board(chosen) : null;
    this.#head.replaceChildren(...[chosen || all.some(({ applies }) => applies) ? picker(all, chosen?.name) : null,
      this.#board?.variables.root, chosen ? this.#edit(chosen) : null].filter((part) => part instanceof Node));
    this.#body.replaceChildren(...(chosen ? [] : [waiting(all, state.board)]),
      element('div', { class: 'panels' }, ...(this.#board?.cards ?? []), this.#journal.root));
  }

  #edit({ name }: Offered) {
    return element('a', { class: 'edit', href: href('dashboard', { board: name, edit: 'panels' }) }, text('board.edit'));
  }

  close() {
    this.#board?.close();
  }
}
