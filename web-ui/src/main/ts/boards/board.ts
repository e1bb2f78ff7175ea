// One dashboard: its variables, its panels, and the objectives where they are about the same metric.

import { gridOf, present } from '../grid.ts';
import { Panel } from '../panel.ts';
import { OBJECTIVES } from '../panels.ts';
import { endOf, state } from '../route.ts';
import { Slo } from '../slo.ts';
import { showBudget, showConditions } from '../strip.ts';
import { panelsOf, type WrittenBoard } from './boards.ts';
import { Variables } from './variables.tsx';

const isAbout = (metric: string) => OBJECTIVES.some(({ query }) => query.includes(metric));

export class Board {
  readonly #panels: Panel[];
  readonly #slo: Slo | null;
  readonly variables: Variables;
  /** Its cards, in the page's order. */
  readonly cards: HTMLElement[];

  constructor(written: WrittenBoard) {
    const { name, metric = '', variables = [] } = written;
    this.variables = new Variables(name, variables, metric, async () => this.refresh(endOf(await present())));
    this.#panels = panelsOf(written).map((definition) => new Panel(definition));
    this.#slo = metric && isAbout(metric) ? new Slo() : null;
    this.cards = [...this.#panels.map((p) => p.root), ...(this.#slo ? [this.#slo.root] : [])];
  }

  async refresh(now: number) {
    const grid = gridOf(state.range, now);
    const { chosen } = this.variables;
    const isNarrowed = Object.values(chosen).some((values) => values.length > 0);
    await Promise.allSettled([
      this.variables.refresh(grid), ...this.#panels.map((p) => p.refresh(grid, chosen)), this.#slo?.refresh(now, isNarrowed),
    ]);
    if (!this.variables.root.isConnected) return; // another page took its place
    if (this.#panels.some((p) => p.condition)) showConditions(this.#panels, isNarrowed);
    if (this.#slo?.left !== undefined) showBudget(this.#slo.left);
  }

  close() {
    this.variables.close();
  }
}
