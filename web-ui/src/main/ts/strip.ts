// The chips of the bar: what is wrong, how much of the error budget is left, which targets are up.

import { alerts } from './alerts/data.ts';
import { targets } from './api.ts';
import { byId, setText } from './dom.ts';
import { percent } from './format.ts';
import type { Panel } from './panel.ts';
import { text } from './text.ts';

/** Shows a chip; what is wrong has a sign of its own, and red. */
function show(id: string, words: string, wrong: boolean) {
  const chip = byId(id);
  chip.hidden = false;
  chip.classList.toggle('wrong', wrong);
  setText(chip, wrong ? `▲ ${words}` : words);
}

/** Hides what only the dashboard knows. */
export function clear() {
  for (const id of ['alerts', 'budget']) byId(id).hidden = true;
}

/** Says which of the panels' conditions hold, and whether that is so for a part of the service only. */
export function showConditions(panels: Panel[], isNarrowed: boolean) {
  const holding = panels.filter((p) => p.condition?.holds);
  const names = holding.map(({ short }) => short).join(', ');
  const words = holding.length ? text('alerts.hold', { names }) : text('alerts.none');
  show('alerts', isNarrowed ? `${words} (${text('variables.narrowed')})` : words, holding.length > 0);
}

/** @param left share of the error budget that is left; null without requests */
export function showBudget(left: number | null) {
  if (left === null) show('budget', text('budget.untouched'), false);
  else if (left < 0) show('budget', text('budget.overspent', { used: percent(1 - left) }), true);
  else show('budget', text('budget.left', { left: percent(left) }), false);
}

const MOST_NAMES = 3;

/** Asks which alerts fire, and names them; where none does, there is nothing to see. */
export async function refreshAlerts() {
  const firing = [...new Set((await alerts()).filter((a) => a.state === 'firing').map((a) => a.labels.alertname ?? ''))];
  const names = firing.slice(0, MOST_NAMES).join(', ');
  show('firing', text('alerts.firing', { names: firing.length > MOST_NAMES ? `${names}, …` : names }), true);
  byId('firing').hidden = !firing.length;
}

/** Asks for the targets, and counts them. */
export async function refreshTargets() {
  const all = await targets();
  const up = all.filter((t) => t.health === 'up').length;
  const down = all.some((t) => t.health === 'down');
  show('targets', all.length ? text('targets', { up, all: all.length }) : text('targets.none'), down);
}
