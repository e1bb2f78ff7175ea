// The card of the objectives: what is allowed, what was, and how much of the error budget is left.

import { instant } from './api.ts';
import { allowedOutage, budgetLeft, budgetQuery, misses } from './budget.ts';
import { Card } from './card.ts';
import { coverage } from './coverage.ts';
import { element, setSource, setText, setValue } from './dom.ts';
import { parse, say } from './duration.ts';
import { FORMATS, percent } from './format.ts';
import { Away } from './http.ts';
import { OBJECTIVES, selectorOf, type Objective } from './panels.ts';
import { text } from './text.ts';

/** A window of weeks reads much and changes slowly: it may take this share of the time, and no rest is shorter. */
const BUSY_SHARE = 0.02;
const REST_MILLIS = 10000;

class Row {
  #now = element('td', { class: 'value' });
  #verdict = element('td');
  readonly #definition: Objective;
  readonly root: HTMLElement;

  constructor(definition: Objective) {
    const { id: objective, breach, format, objective: limit } = definition;
    const sign = breach === 'below' ? '≥' : '<';
    this.#definition = definition;
    this.root = element('tr', { 'data-objective': objective },
      element('th', { scope: 'row' }, text(`slo.${objective}`)),
      element('td', {}, `${sign} ${FORMATS[format](limit)}`), this.#now, this.#verdict);
  }

  /** Shows a value, or that there is none with null. */
  show(value: number | null, now: number) {
    const missed = value !== null && misses(value, this.#definition);
    setText(this.#now, value === null ? '–' : FORMATS[this.#definition.format](value));
    setText(this.#verdict, value === null ? '–' : missed ? `▲ ${text('slo.missed')}` : `✓ ${text('slo.met')}`);
    this.#verdict.classList.toggle('wrong', missed);
    setSource(this.root, value, this.#definition.query, now);
  }
}

export class Slo {
  #rows = OBJECTIVES.map((definition) => new Row(definition));
  #left = element('span', { class: 'now' }, '–');
  #words = element('span', { class: 'more' }, text('slo.left'));
  #note = element('p', { class: 'note' });
  #unfiltered = element('p', { class: 'note unfiltered' });
  #problem = element('p', { class: 'problem', role: 'status' });
  readonly #availability = OBJECTIVES.find((o) => o.id === 'availability')!;
  readonly #card: Card;
  #due = 0;
  readonly root: HTMLElement;
  /** The share of the error budget that is left, null without requests, undefined while unknown. */
  left: number | null | undefined = undefined;

  constructor() {
    const { objective, window, query } = this.#availability;
    const seconds = parse(window);
    const sentence = text('slo.sentence', {
      objective: percent(objective), window: say(seconds), downtime: say(allowedOutage(objective, seconds)), share: percent(1 - objective),
    });
    const heads = [text('slo.objective'), text('slo.target'), text('slo.now'), text('slo.verdict')];
    this.#card = new Card('slo', 'slo', query, { title: text('slo.title'), unit: text('slo.unit'), read: text('slo.read'), why: text('slo.why') },
      element('div', { class: 'head' }, this.#left, this.#words, this.#note), this.#unfiltered,
      element('p', { class: 'slo-sentence' }, sentence),
      element('table', { class: 'objectives' },
        element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
        element('tbody', {}, ...this.#rows.map((r) => r.root))),
      this.#problem);
    this.root = this.#card.root;
  }

  /** @param isNarrowed whether the panels beside it are about a part of the service only */
  async refresh(now: number, isNarrowed = false) {
    setText(this.#unfiltered, isNarrowed ? text('slo.unfiltered') : '');
    this.#card.link();
    if (performance.now() < this.#due) return;
    const before = performance.now();
    try {
      const values = await Promise.all(OBJECTIVES.map(({ query }) => this.#value(query, now)));
      await this.#show(values, now);
      setText(this.#problem, '');
    } catch (e) {
      this.#card.state = 'error';
      setText(this.#problem, e instanceof Away ? '' : (e as Error).message);
      throw e;
    }
    const after = performance.now();
    // Until there are requests the answer is quick, and may be another in the next round.
    this.#due = this.left === null ? after : after + Math.max(REST_MILLIS, (after - before) / BUSY_SHARE);
  }

  async #value(query: string, now: number): Promise<number | null> {
    const [sample] = await instant(query, now);
    // Without requests there is no quantile either.
    return sample === undefined || Number.isNaN(sample.value) ? null : sample.value;
  }

  async #show(values: (number | null)[], now: number) {
    const { objective, window, query } = this.#availability;
    this.#rows.forEach((row, i) => row.show(values[i] ?? null, now));
    const left = budgetLeft(objective, values[OBJECTIVES.indexOf(this.#availability)] ?? null);
    this.left = left;
    this.#card.state = left === null ? 'empty' : 'data';
    setValue(this.#left, percent(left ?? 1), left ?? 1, budgetQuery(objective, query), now);
    this.#left.classList.toggle('wrong', left !== null && left < 0);
    setText(this.#words, left === null ? text('slo.untouched') : left < 0 ? text('slo.overspent') : text('slo.left'));
    const want = parse(window);
    const have = await coverage(selectorOf(query), want, now);
    setText(this.#note, have === null || have >= want - 1 ? '' : text('slo.covers', { have: say(have), want: say(want) }));
  }
}
