// One panel: its number, its curves, and for an alert whether its condition holds.

import { Bands, showBand } from './band.ts';
import { instant, range, type Series } from './api.ts';
import { narrow, type Chosen, type Narrowed } from './boards/filter.ts';
import { Card } from './card.ts';
import { draw } from './chart.ts';
import { Condition, judge, worst, type Threshold } from './condition.ts';
import { element, setText, setValue, shape } from './dom.ts';
import { BASES, FORMATS, TOTALS, type Format } from './format.ts';
import { coverageNote } from './note.ts';
import type { Grid } from './grid.ts';
import { Away } from './http.ts';
import { legendOf, metricOf, type PanelDefinition } from './panels.ts';
import { Colors, fold, join, type Joined } from './series.ts';
import { text } from './text.ts';
import { Volumes } from './volumes.ts';

export class Panel {
  readonly root: HTMLElement;
  readonly #written: PanelDefinition;
  /** The same, with what was chosen of the variables in its query. */
  #definition: PanelDefinition;
  readonly #format: Format;
  readonly #card: Card;
  #value = element('span', { class: 'now' }, '–');
  /** What the number says of several curves. */
  #kind = element('span', { class: 'more' });
  #more = element('span', { class: 'more' });
  #band = element('p', { class: 'more band' });
  #note = element('p', { class: 'note' });
  #unfiltered = element('p', { class: 'note unfiltered' });
  #turn = 0;
  #bands = new Bands();
  #svg = shape('svg', { class: 'chart' });
  #empty = element('p', { class: 'empty' });
  #problem = element('p', { class: 'problem', role: 'status' });
  #volumes: Volumes | null = null;
  #colors = new Colors();
  #history: { key: string; curves: Series[] } = { key: '', curves: [] };
  /** Says whether the condition holds; null for a panel without a threshold. */
  condition: Condition | null = null;

  constructor(definition: PanelDefinition) {
    const { id, query, threshold, volumes } = definition;
    this.#written = definition;
    this.#definition = definition;
    this.#format = FORMATS[definition.format];
    if (threshold) this.condition = new Condition(threshold);
    if (volumes) this.#volumes = new Volumes(() => this.#definition, this.#format);
    const head = this.#volumes?.root ?? element('div', { class: 'head' }, this.#value, this.#kind, this.#more, this.#band, this.#note);
    this.#card = new Card(id, `panel-${id}`, query, definition.words,
      head, this.#unfiltered, this.condition?.root ?? null, this.#svg, this.#empty, this.#problem);
    this.root = this.#card.root;
  }

  /** What it is called where there is little room. */
  get short(): string {
    const { short, title } = this.#written.words;
    return short ?? title;
  }

  async refresh(grid: Grid, chosen: Chosen = {}) {
    this.#turn++;
    const turn = this.#turn;
    try {
      const narrowed = await narrow(this.#written.query, chosen, grid);
      if (turn !== this.#turn) return; // another choice was made meanwhile
      this.#narrow(narrowed);
      const { query, legend, format } = this.#definition;
      const totalQuery = legend ? `${TOTALS[format]}(${query})` : query;
      const [curves, samples, [total]] = await Promise.all([
        this.#curves(grid), instant(query, grid.now), instant(totalQuery, grid.now), this.#volumes?.refresh(grid.now), this.#bands.refresh(query, grid),
      ]);
      const value = total?.value ?? null;
      const partial = await this.#coverage(value, grid.now);
      if (turn !== this.#turn) return;
      setText(this.#note, partial);
      setValue(this.#value, value === null ? '–' : this.#format(value), value, totalQuery, grid.now);
      this.#show(join(curves, samples, grid), grid, partial !== '');
      setText(this.#problem, '');
    } catch (e) {
      this.#card.state = 'error';
      // That nobody answers is said once, in the bar.
      setText(this.#problem, e instanceof Away ? '' : (e as Error).message);
      throw e;
    }
  }

  get #isNarrowed(): boolean {
    return this.#definition.query !== this.#written.query;
  }

  /** Says which variables its metrics do not have, since its numbers are those of everything then. */
  #narrow({ query, left }: Narrowed) {
    this.#definition = { ...this.#written, query };
    this.#card.query = query;
    setText(this.#unfiltered, left.map(({ label, metric }) =>
      (metric === null ? text('variable.unread', { label }) : text('variable.left', { label, metric }))).join(' '));
  }

  /** What was, up to the last step; asked for only when there is a new step. */
  async #curves(grid: Grid): Promise<Series[]> {
    const key = `${grid.start} ${grid.end} ${this.#definition.query}`;
    if (this.#history.key !== key) {
      this.#history = { curves: await range(this.#definition.query, grid), key };
    }
    return this.#history.curves;
  }

  /** What the number leaves out because there are no data, or "". */
  async #coverage(value: number | null, now: number): Promise<string> {
    const { query, window, perWindow } = this.#definition;
    if (!window || this.#volumes) return '';
    // A rate is divided by its whole window, so it is too low until the window is filled.
    const scaled = perWindow && value !== null ? (factor: number) => this.#format(value * factor) : null;
    return coverageNote(query, window, now, scaled);
  }

  #show(series: Joined[], grid: Grid, partial: boolean) {
    const { query, legend, format, threshold, perWindow, words: { title } } = this.#definition;
    const judgement = threshold ? judge(worst(series, threshold), threshold, grid) : null;
    const filling = partial && perWindow === true && threshold?.breach === 'below';
    if (judgement) this.condition?.show(judgement, grid.now, filling);
    this.#card.state = series.length ? 'data' : 'empty';
    setText(this.#empty, series.length ? '' : this.#isNarrowed ? text('variable.empty') : text('empty', { metric: metricOf(query) }));
    const { shown, hidden } = fold(series);
    setText(this.#kind, series.length < 2 ? '' : TOTALS[format] === 'sum' ? text('total.sum') : text('total.max'));
    setText(this.#more, hidden ? text('others', { n: hidden }) : '');
    if (!series.length) return;
    const nameOf = ({ labels }: Joined) => (legend ? legendOf(legend, labels) : '');
    this.#colors.meet(shown.map(nameOf));
    const curves = shown.map((s) => ({ ...s, query, name: nameOf(s), title: nameOf(s) || title, color: this.#colors.of(nameOf(s)), bands: this.#bands.of(s) }));
    showBand(this.#band, curves, this.#bands.query, grid.now, this.#format);
    draw(this.#svg, curves, grid, {
      format: this.#format,
      base: BASES[this.#definition.format],
      label: title,
      threshold: threshold && judgement && { value: threshold.value, label: this.#limit(threshold), breached: judgement.holds },
    });
  }

  #limit({ value, breach }: Threshold): string {
    const limit = { value: this.#format(value) };
    return breach === 'below' ? text('threshold.below', limit) : text('threshold.above', limit);
  }
}
