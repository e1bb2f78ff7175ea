// The page of the panels: is the service well, and if not, since when and where?

import { Panel } from './panel.js';
import { PANELS } from './panels.js';
import { element } from './dom.js';
import { gridOf } from './grid.js';
import { state } from './route.js';
import { Slo } from './slo.js';
import { showBudget, showConditions } from './strip.js';

export class Dashboard {
  #panels = PANELS.map((definition) => new Panel(definition));
  #slo = new Slo();
  root = element('div', { class: 'panels' }, ...this.#panels.map((p) => p.root), this.#slo.root);

  async refresh(now) {
    const grid = gridOf(state.range, now);
    await Promise.allSettled([...this.#panels.map((p) => p.refresh(grid)), this.#slo.refresh(now)]);
    showConditions(this.#panels.filter((p) => p.condition));
    if (this.#slo.left !== undefined) showBudget(this.#slo.left);
  }
}
