// One card: number, curve, query, how to read it, why it is there.

import { instant, range } from './api.js';
import { draw, fold } from './chart.js';
import { coverage } from './coverage.js';
import { FORMATS, duration, span } from './format.js';
import { text } from './text.js';
import { legendOf, selectorOf, withWindow } from './panels.js';

function element(tag, attributes = {}, ...children) {
  const e = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) e.setAttribute(key, value);
  e.append(...children);
  return e;
}

export class Panel {
  #definition;
  #format;
  #selector;
  #now = element('p', { class: 'now' });
  #note = element('p', { class: 'coverage' });
  #problem = element('p', { class: 'problem', role: 'status' });
  #svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  #empty = element('p', { class: 'empty' });
  #volumes = [];
  /** The sum of what the curves show now, or null. */
  #total = null;
  /** The same series always has the same colour. */
  #colors = new Map();

  constructor(definition, state) {
    this.#definition = definition;
    const { id, query } = definition;
    this.#format = FORMATS[definition.format];
    this.#selector = selectorOf(query);
    this.#svg.setAttribute('class', 'chart');
    this.#svg.style.display = 'none';
    this.#empty.textContent = text('empty');
    const number = definition.volumes ? this.#volumeRow(state) : this.#now;
    this.root = element('section', { class: 'panel', id: `panel-${id}`, 'aria-labelledby': `title-${id}` },
      element('h2', { id: `title-${id}` }, text(`${id}.title`), element('span', { class: 'unit' }, text(`${id}.unit`))),
      number, this.#note, this.#svg, this.#empty, this.#problem,
      element('dl', { class: 'about' },
        ...this.#about('label.read', text(`${id}.read`)),
        ...this.#about('label.why', text(`${id}.why`)),
        ...this.#about('label.query', element('code', {}, query))));
  }

  #about(label, content) {
    return [element('div', {}, element('dt', {}, text(label)), element('dd', {}, content))];
  }

  #volumeRow(state) {
    const row = element('div', { class: 'volumes' });
    const input = element('input', { value: state.n, 'aria-label': text('label.window'), size: 5 });
    input.addEventListener('change', () => state.setWindow(input.value.trim()));
    for (const window of [...this.#definition.volumes, null]) {
      const value = element('p', { class: 'value' }, '…');
      const note = element('p', { class: 'coverage' });
      row.append(element('div', {}, window ? element('span', { class: 'unit' }, window) : input, value, note));
      this.#volumes.push({ window: () => window ?? state.n, value, note });
    }
    return row;
  }

  async refresh({ start, end, step }) {
    try {
      const [series] = await Promise.all([range(this.#definition.query, start, end, step), this.#refreshVolumes(end)]);
      this.#show(series, { start, end, step });
      if (!this.#definition.volumes) await this.#showCoverage('5m', end, this.#note);
      this.#problem.textContent = '';
    } catch (e) {
      this.#problem.textContent = e.message;
      throw e;
    }
  }

  async #refreshVolumes(end) {
    for (const { window, value, note } of this.#volumes) {
      if (Number.isNaN(duration(window()))) {
        value.textContent = '–';
        note.textContent = text('badDuration');
        continue;
      }
      const [sample] = await instant(withWindow(this.#definition, window()));
      value.textContent = sample ? this.#format(sample.value) : '–';
      await this.#showCoverage(window(), end, note);
    }
  }

  /** Says how much of a window the data cover, where it is not all of it. */
  async #showCoverage(window, now, note) {
    if (!this.#selector) return;
    const want = duration(window);
    const have = await coverage(this.#selector, want, now);
    const partial = have !== null && have < want - 1;
    note.textContent = partial ? text('covers', { have: span(have), want: span(want) }) : '';
    // A rate is divided by its whole window, so it is too low until the window is filled.
    if (partial && this.#definition.perWindow && this.#total !== null && have > 0) {
      note.textContent += `; ${text('whileCovered', { value: this.#format(this.#total * want / have) })}`;
    }
  }

  #show(series, grid) {
    const { id, legend } = this.#definition;
    const format = this.#format;
    const withData = series.filter((s) => s.points.length > 0);
    this.#svg.style.display = withData.length ? '' : 'none';
    this.#empty.style.display = withData.length ? 'none' : '';
    if (!withData.length) {
      this.#now.textContent = '–';
      this.#total = null;
      return;
    }
    const { shown, hidden } = fold(withData);
    const curves = shown.map((s) => {
      const key = legend ? legendOf(legend, s.labels) : '';
      const last = format(s.points.at(-1)[1]);
      return { name: key && `${key}  ${last}`, color: this.#color(key), points: s.points };
    });
    draw(this.#svg, curves, { ...grid, format, label: text(`${id}.title`) });
    this.#total = this.#sum(withData);
    this.#now.replaceChildren(format(this.#total), hidden ? element('small', {}, ` ${text('others', { n: hidden })}`) : '');
  }

  #sum(series) {
    return series.reduce((sum, s) => sum + s.points.at(-1)[1], 0);
  }

  #color(key) {
    if (!this.#colors.has(key)) this.#colors.set(key, this.#colors.size % 7);
    return this.#colors.get(key);
  }
}
