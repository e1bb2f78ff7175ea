// The row of a dashboard's variables, with the values that its metric has now.

import { render } from 'preact';
import { labelValues } from '../api.ts';
import { element } from '../dom.ts';
import { replace, state } from '../route.ts';
import { language, text } from '../text.ts';
import { narrow, type Chosen, type Span } from './filter.ts';
import { Variable } from './variable.tsx';

const REST_MILLIS = 10_000;

export class Variables {
  readonly #board: string;
  readonly #names: readonly string[];
  readonly #metric: string;
  readonly #changed: () => void;
  #values: Record<string, string[]> = {};
  /** Those that once had values stay, even if a choice leaves them none. */
  readonly #seen = new Set<string>();
  #due = 0;
  readonly root = element('div', { class: 'variables', role: 'group', 'aria-label': text('variables') });

  /**
   * @param board whose they are
   * @param metric whose labels have the values; "" for all metrics
   * @param changed called after another choice, which the address has by then
   */
  constructor(board: string, names: readonly string[], metric: string, changed: () => void) {
    this.#board = board;
    this.#names = names;
    this.#metric = metric;
    this.#changed = changed;
  }

  /** What was chosen of these variables. */
  get chosen(): Chosen {
    return Object.fromEntries(this.#names.map((name) => [name, state.chosen[name] ?? []]));
  }

  async refresh(span: Span) {
    if (performance.now() < this.#due) return;
    this.#due = performance.now() + REST_MILLIS;
    const all = await Promise.all(this.#names.map(async (name) => [name, await this.#valuesOf(name, span)] as const));
    this.#values = Object.fromEntries(all);
    this.#draw();
  }

  /** The values that go with what was chosen of the other variables. */
  async #valuesOf(name: string, span: Span): Promise<string[]> {
    const { query } = this.#metric ? await narrow(this.#metric, { ...this.chosen, [name]: [] }, span) : { query: '' };
    const values = await labelValues(name, query, span.start, span.now);
    return values.sort(new Intl.Collator(language, { numeric: true }).compare);
  }

  #choose(name: string, values: string[]) {
    // A link has to show the same, even where another dashboard comes first.
    replace({ board: this.#board, chosen: { ...state.chosen, [name]: values } });
    this.#due = 0;
    this.#draw();
    this.#changed();
  }

  #draw() {
    const { chosen } = this;
    for (const name of this.#names) if (this.#values[name]?.length || chosen[name]?.length) this.#seen.add(name);
    const shown = this.#names.filter((name) => this.#seen.has(name));
    render(shown.map((name) => (
      <Variable key={name} name={name} values={this.#values[name] ?? []} chosen={chosen[name] ?? []} choose={(values) => this.#choose(name, values)} />
    )), this.root);
  }

  close() {
    render(null, this.root);
  }
}
