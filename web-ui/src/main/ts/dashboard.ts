// The page of the panels: is the service well, and if not, since when and where?

import type { View } from './view.ts';
import { Panel } from './panel.ts';
import { PANELS } from './panels.ts';
import { element } from './dom.ts';
import { gridOf } from './grid.ts';
import { Journal } from './journal.ts';
import { refreshNotes } from './marks.ts';
import { state } from './route.ts';
import { Slo } from './slo.ts';
import { showBudget, showConditions } from './strip.ts';

export class Dashboard implements View {
  #panels = PANELS.map((definition) => new Panel(definition));
  #slo = new Slo();
  #journal = new Journal();
  readonly root = element('div', { class: 'panels' }, ...this.#panels.map((p) => p.root), this.#slo.root, this.#journal.root);

  async refresh(now: number) {
    const grid = gridOf(state.range, now);
    // Charts draw what was noted; without it they are drawn all the same.
    await refreshNotes(grid).catch(() => {});
    await Promise.allSettled([this.#journal.refresh(), ...this.#panels.map((p) => p.refresh(grid)), this.#slo.refresh(now)]);
    showConditions(this.#panels);
    if (this.#slo.left !== undefined) showBudget(this.#slo.left);
  }
}
