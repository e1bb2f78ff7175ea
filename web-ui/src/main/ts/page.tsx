// A page that is drawn anew after each answer of the server. Preact changes only what is different, so that a
// selected text stays selected and whoever is at a control stays there.

import { render, type ComponentChildren } from 'preact';
import { element } from './dom.ts';
import { Away } from './http.ts';
import type { View } from './view.ts';

export abstract class Page<D> implements View {
  readonly root = element('div', { class: 'pages' });
  #data: D | undefined;
  #problem = '';
  /** The present of the last refresh, in seconds since 1970. */
  protected now = 0;

  /** Asks for all that the page shows. */
  protected abstract load(now: number): Promise<D>;

  /** What is seen of the data. */
  protected abstract show(data: D, now: number): ComponentChildren;

  async refresh(now: number) {
    this.now = now;
    try {
      this.#data = await this.load(now);
      this.#problem = '';
    } catch (e) {
      if (e instanceof Away) throw e;
      this.#problem = (e as Error).message;
    }
    this.draw();
  }

  /** Draws again, after something that the server does not know has changed. */
  protected draw() {
    render(
      <>
        {this.#problem && <p class="page problem" role="status">{this.#problem}</p>}
        {this.#data !== undefined && this.show(this.#data, this.now)}
      </>, this.root);
  }

  close() {
    render(null, this.root);
  }
}
