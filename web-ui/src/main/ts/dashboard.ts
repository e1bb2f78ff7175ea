// The page of the panels: is the service well, and if not, since when and where?

import type { View } from './view.ts';
import { Panel } from './panel.ts';
import { panels } from './panels.ts';
import { element } from './dom.ts';
import { gridOf, present } from './grid.ts';
import { Journal } from './journal.ts';
import { refreshNotes } from './marks.ts';
import { endOf, state } from './route.ts';
import { Slo } from './slo.ts';
import { showBudget, showConditions } from './strip.ts';
import { Variables } from './boards/variables.tsx';

const VARIABLES = ['job', 'instance', 'endpoint'];
const METRIC = 'fastapi_request_count_total';

export class Dashboard implements View {
  #variables = new Variables(VARIABLES, METRIC, async () => this.refresh(endOf(await present())));
  #panels = panels().map((definition) => new Panel(definition));
  #slo = new Slo();
  #journal = new Journal();
  readonly root = element('div', { class: 'dashboard' }, this.#variables.root,
    element('div', { class: 'panels' }, ...this.#panels.map((p) => p.root), this.#slo.root, this.#journal.root));

  async refresh(now: number) {
    const grid = gridOf(state.range, now);
    const { chosen } = this.#variables;
    const isNarrowed = Object.values(chosen).some((values) => values.length > 0);
    // Charts draw what was noted; without it they are drawn all the same.
    await refreshNotes(grid).catch(() => {});
    await Promise.allSettled([
      this.#variables.refresh(grid), this.#journal.refresh(), ...this.#panels.map((p) => p.refresh(grid, chosen)), this.#slo.refresh(now, isNarrowed),
    ]);
    showConditions(this.#panels, isNarrowed);
    if (this.#slo.left !== undefined) showBudget(this.#slo.left);
  }

  close() {
    this.#variables.close();
  }
}
