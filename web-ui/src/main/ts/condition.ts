// Whether an alert's condition holds now, and since when within what is shown.

import type { Point } from './api.ts';
import { element, setText } from './dom.ts';
import { parse, say } from './duration.ts';
import { clock } from './format.ts';
import type { Grid } from './grid.ts';
import type { Joined } from './series.ts';
import { text } from './text.ts';

/** Where a condition holds: below or above a value, for an alert only after a time. */
export interface Threshold {
  value: number;
  breach: 'below' | 'above';
  for: string;
}

/** Since when is in seconds, and "whole" where that is only where the shown range begins. */
export type Judgement =
  | { holds: true; known: true; since: number; whole: boolean; until: null }
  | { holds: false; known: boolean; until: number | null };

/** Of several curves the one that is nearest to its breach now, or furthest in it. */
export function worst(curves: Joined[], { breach }: Threshold): Joined | undefined {
  const badness = ({ value }: Joined) => (value === null || Number.isNaN(value) ? -Infinity : breach === 'below' ? -value : value);
  return curves.length ? curves.reduce((a, b) => (badness(b) > badness(a) ? b : a)) : undefined;
}

/**
 * Judges a curve that ends now.
 * @param curve undefined where there are no data
 * @returns whether it holds and is known at all, since when, and when it last held
 */
export function judge(curve: Joined | undefined, { value: limit, breach }: Threshold, { now, length, step }: Grid): Judgement {
  const breached = ([, v]: Point) => (breach === 'below' ? v < limit : v > limit);
  const points = curve?.points ?? [];
  if (curve === undefined || curve.value === null || !breached(points.at(-1)!)) {
    const last = points.findLast(breached);
    return { holds: false, known: Number.isFinite(curve?.value ?? NaN), until: last ? last[0] : null };
  }
  let first = points.length - 1;
  while (first > 0 && breached(points[first - 1]!) && points[first]![0] - points[first - 1]![0] <= step * 1.5) first--;
  const since = points[first]![0];
  return { holds: true, known: true, since, whole: since - (now - length) < step, until: null };
}

function sentence(judgement: Judgement, now: number): string {
  if (judgement.holds) {
    const values = { time: clock(judgement.since), duration: say(now - judgement.since) };
    return judgement.whole ? text('condition.whole', values) : text('condition.holds', values);
  }
  const { known, until } = judgement;
  const present = known ? text('condition.not') : text('condition.unknown');
  return until === null ? present : `${present} ${text('condition.until', { time: clock(until) })}`;
}

export class Condition {
  #now = element('span');
  #mark = element('span', { class: 'mark', 'aria-hidden': 'true' }, '✓');
  readonly root: HTMLElement;

  constructor(threshold: Threshold) {
    const later = text('condition.later', { duration: say(parse(threshold.for)) });
    this.root = element('p', { class: 'condition', 'data-breached': 'false' },
      this.#mark, ' ', this.#now, ' ', element('span', { class: 'later' }, later));
  }

  /** @param filling whether the value is too low only because its window is not filled yet */
  show(judgement: Judgement, now: number, filling: boolean) {
    this.root.dataset.breached = String(judgement.holds);
    // The sign changes with the colour: nobody has to tell colours apart.
    setText(this.#mark, judgement.holds ? '▲' : judgement.known ? '✓' : '–');
    const caution = judgement.holds && filling ? ` ${text('condition.filling')}` : '';
    setText(this.#now, sentence(judgement, now) + caution);
  }

  get holds() {
    return this.root.dataset.breached === 'true';
  }
}
