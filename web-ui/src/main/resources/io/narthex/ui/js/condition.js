// Whether an alert's condition holds now, and since when within what is shown.

import { element, setText } from './dom.js';
import { parse, say } from './duration.js';
import { clock } from './format.js';
import { text } from './text.js';

/**
 * Judges a curve that ends now.
 * @param curve {points, value} as of series.js, or undefined where there are no data
 * @returns {holds, known, since, whole, until}: whether it holds and is known at all; since when in seconds, and
 *     whether that is only where the shown range begins; when it last held, or null
 */
export function judge(curve, { value: limit, breach }, { now, length, step }) {
  const breached = ([, v]) => (breach === 'below' ? v < limit : v > limit);
  const points = curve?.points ?? [];
  if (curve === undefined || curve.value === null || !breached(points.at(-1))) {
    const last = points.findLast(breached);
    return { holds: false, known: Number.isFinite(curve?.value ?? NaN), until: last ? last[0] : null };
  }
  let first = points.length - 1;
  while (first > 0 && breached(points[first - 1]) && points[first][0] - points[first - 1][0] <= step * 1.5) first--;
  const since = points[first][0];
  return { holds: true, known: true, since, whole: since - (now - length) < step, until: null };
}

function sentence({ holds, known, since, whole, until }, now) {
  if (holds) {
    const values = { time: clock(since), duration: say(now - since) };
    return whole ? text('condition.whole', values) : text('condition.holds', values);
  }
  const present = known ? text('condition.not') : text('condition.unknown');
  return until === null ? present : `${present} ${text('condition.until', { time: clock(until) })}`;
}

export class Condition {
  #now = element('span');
  #mark = element('span', { class: 'mark', 'aria-hidden': 'true' }, '✓');
  root;

  constructor(threshold) {
    const later = text('condition.later', { duration: say(parse(threshold.for)) });
    this.root = element('p', { class: 'condition', 'data-breached': 'false' },
      this.#mark, ' ', this.#now, ' ', element('span', { class: 'later' }, later));
  }

  /** @param filling whether the value is too low only because its window is not filled yet */
  show(judgement, now, filling) {
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
