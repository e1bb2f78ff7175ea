// The heat map of a query's histograms: what a pointer or the arrow keys tell of a cell, and all of it as a table.

import type { Distribution } from './buckets.ts';
import type { Curve } from './chart.ts';
import { element, setText, shape } from './dom.ts';
import { clock, number } from './format.ts';
import type { Grid } from './grid.ts';
import { LEVELS, ceilingOf, heatOf, levelOf, type Cell, type Heat } from './heat.ts';
import { nameOf } from './result.ts';
import { push, state } from './route.ts';
import { saveButtons, type Drawn, type Item } from './save.ts';
import { linear } from './scale.ts';
import { text } from './text.ts';

const TOP = 12;
const BOTTOM = 18;
const RIGHT = 8;
const CHARACTER_WIDTH = 7;
const LABEL_DISTANCE = 14;
const READOUT_HEIGHT = 36;

const KEYS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

type Scale = (v: number) => number;

/** Where the parts of a map are. */
interface Place {
  heat: Heat;
  x: Scale;
  y: Scale;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const rectangle = (x: Scale, y: Scale, { column, from, to }: Omit<Cell, 'count'>) =>
  `M${x(column).toFixed(1)} ${y(from).toFixed(1)}H${x(column + 1).toFixed(1)}V${y(to).toFixed(1)}H${x(column).toFixed(1)}Z`;

/** The bounds of a bucket. */
const between = ({ bounds }: Heat, { from, to }: Cell) => `${number(bounds[from]!)} – ${number(bounds[to]!)}`;

export class HeatMap {
  readonly #svg = shape('svg', { class: 'chart heat', role: 'img', tabindex: 0 });
  readonly #choice = element('select', { name: 'histogram', 'aria-label': text('heat.which') });
  readonly #legend = element('ul', { class: 'legend', 'aria-label': text('heat.scale') });
  readonly #said = element('p', { class: 'more', 'aria-live': 'polite' });
  readonly #caption = element('caption');
  readonly #rows = element('tbody');
  readonly #note = element('p', { class: 'more' });
  readonly root = element('div', { id: 'query-heat' }, this.#choice, this.#svg, this.#said, this.#legend, this.#note,
    saveButtons(this.#svg, 'heat', () => ({ title: text('query.heat'), unit: '', query: this.#query, legend: this.#levels() }), () => this.#drawn()),
    element('details', {}, element('summary', {}, text('heat.table')),
      element('table', { class: 'result' }, this.#caption, element('thead', {},
        element('tr', {}, element('th', { scope: 'col' }, text('heat.bucket')), element('th', { scope: 'col' }, text('heat.count')))), this.#rows)));
  #all: Distribution[] = [];
  #query = '';
  #grid: Grid | null = null;
  #place: Place | null = null;
  #chosen: { column: number; row: number } | null = null;

  constructor() {
    this.#choice.addEventListener('change', () => {
      push({ histogram: this.#choice.value });
      this.#draw();
    });
    this.#svg.addEventListener('pointermove', (event) => this.#point(event));
    this.#svg.addEventListener('pointerleave', () => this.#choose(null));
    this.#svg.addEventListener('keydown', (event) => this.#step(event));
  }

  /** What a file has of the map: a curve for each bucket. */
  #drawn(): Drawn | undefined {
    if (!this.#place || !this.#grid) return undefined;
    const { heat } = this.#place;
    const rows = new Map<string, Curve>();
    for (const cell of heat.cells) {
      const title = between(heat, cell);
      const row = rows.get(title) ?? { name: title, value: null, query: this.#query, color: '', points: [] };
      row.points.push([heat.times[cell.column]!, cell.count]);
      rows.set(title, row);
    }
    return { curves: [...rows.values()], grid: this.#grid };
  }

  /** Shows one of the histograms that a query gave: the one that the address names, or the first. */
  show(all: Distribution[], query: string, grid: Grid) {
    this.#all = all;
    this.#query = query;
    this.#grid = grid;
    this.#choice.replaceChildren(...all.map(({ labels }) => element('option', { value: nameOf(labels) }, nameOf(labels))));
    this.#choice.hidden = all.length < 2;
    this.#draw();
  }

  #draw() {
    const shown = this.#all.find(({ labels }) => nameOf(labels) === state.histogram) ?? this.#all[0];
    const heat = shown && heatOf(shown, this.#grid!);
    if (!shown || !heat) return;
    this.#choice.value = nameOf(shown.labels);
    this.#chosen = null;
    this.#place = this.#paint(heat);
    this.#svg.setAttribute('aria-label', text('heat.label', { query: this.#query }));
    this.#showLegend();
    setText(this.#note, heat.hidden ? text('heat.merged', { n: number(heat.hidden) }) : '');
    setText(this.#said, text('heat.keys'));
    this.#showTable();
  }

  #paint(heat: Heat): Place {
    const { bounds, cells, times, filled, most } = heat;
    const width = Math.max(this.#svg.clientWidth, 240);
    const bottom = Math.max(this.#svg.clientHeight, 160) - BOTTOM;
    const names = bounds.map(number);
    const left = Math.max(...names.map((name) => name.length)) * CHARACTER_WIDTH + 8;
    const right = width - RIGHT;
    const x = linear(0, times.length, left, right);
    const y = linear(0, bounds.length - 1, bottom, TOP);
    const paths = Array.from({ length: LEVELS + 1 }, () => '');
    filled.forEach((there, column) => { if (there) paths[0] += rectangle(x, y, { column, from: 0, to: bounds.length - 1 }); });
    for (const cell of cells) if (cell.count > 0) paths[levelOf(cell.count, most)] += rectangle(x, y, cell);
    const each = Math.ceil((LABEL_DISTANCE * (bounds.length - 1)) / (bottom - TOP));
    this.#svg.setAttribute('viewBox', `0 0 ${width} ${bottom + BOTTOM}`);
    this.#svg.replaceChildren(
      ...paths.map((d, level) => shape('path', { class: `heat-${level}`, d })),
      ...names.flatMap((name, i) => (i % each ? [] : [shape('text', { x: left - 4, y: y(i) + 4, 'text-anchor': 'end' }, name)])),
      shape('text', { x: left, y: bottom + 14 }, clock(times[0]!)),
      shape('text', { x: right, y: bottom + 14, 'text-anchor': 'end' }, clock(times.at(-1)!)));
    return { heat, x, y, left, right, top: TOP, bottom };
  }

  /** What the colours mean. */
  #levels(): Item[] {
    const most = this.#place?.heat.most ?? 0;
    return [{ color: 'var(--card)', words: text('heat.none') }, { color: 'var(--code)', words: number(0) },
      ...Array.from({ length: LEVELS }, (_, i) => ({ color: `var(--h${i + 1})`, words: `≤ ${number(ceilingOf(i + 1, most))}` }))];
  }

  #showLegend() {
    this.#legend.replaceChildren(...this.#levels().map(({ color, words }) => {
      const swatch = element('span', { class: 'swatch' });
      swatch.style.background = color;
      return element('li', {}, swatch, words);
    }));
  }

  #point({ clientX, clientY }: PointerEvent) {
    if (!this.#place) return;
    const { heat: { times, bounds }, left, right, top, bottom } = this.#place;
    const box = this.#svg.getBoundingClientRect();
    const scale = this.#svg.viewBox.baseVal.width / box.width;
    const column = Math.floor((((clientX - box.left) * scale - left) / (right - left)) * times.length);
    const row = Math.floor(((bottom - (clientY - box.top) * scale) / (bottom - top)) * (bounds.length - 1));
    const inside = column >= 0 && column < times.length && row >= 0 && row < bounds.length - 1;
    this.#choose(inside ? { column, row } : null);
  }

  #step(event: KeyboardEvent) {
    const move = KEYS[event.key];
    if (!this.#place || !move) return;
    event.preventDefault();
    const { times, bounds } = this.#place.heat;
    const { column, row } = this.#chosen ?? { column: times.length - 1 - move[0], row: -move[1] };
    this.#choose({
      column: Math.min(times.length - 1, Math.max(0, column + move[0])), row: Math.min(bounds.length - 2, Math.max(0, row + move[1])),
    });
  }

  /** Tells of a cell; null for none. */
  #choose(chosen: { column: number; row: number } | null) {
    this.#chosen = chosen;
    this.#svg.querySelector('.crosshair')?.remove();
    if (!this.#place) return;
    const { heat, x, y } = this.#place;
    if (chosen) {
      const { column, row } = chosen;
      const cell = heat.cells.find((c) => c.column === column && c.from <= row && row < c.to)
        ?? { column, from: row, to: row + 1, count: heat.filled[column] ? 0 : NaN };
      const time = clock(heat.times[column]!);
      const words = Number.isNaN(cell.count) ? text('heat.none') : `${between(heat, cell)}: ${number(cell.count)}`;
      this.#svg.append(shape('g', { class: 'crosshair', 'aria-hidden': 'true' },
        shape('path', { class: 'cell', d: rectangle(x, y, cell) }), ...this.#readout([time, words], x(column))));
      setText(this.#said, `${time}, ${words}`);
    }
    this.#showTable();
  }

  #readout(lines: string[], at: number): SVGElement[] {
    const { left, right, top } = this.#place!;
    const width = Math.max(...lines.map((line) => line.length)) * CHARACTER_WIDTH + 12;
    const start = at + 16 + width <= right ? at + 16 : Math.max(left, at - 8 - width);
    return [
      shape('rect', { class: 'readout', x: start, y: top, width, height: READOUT_HEIGHT, rx: 3 }),
      ...lines.map((line, i) => shape('text', { x: start + 6, y: top + 14 + i * LABEL_DISTANCE }, line)),
    ];
  }

  /** The buckets of the chosen time, or of the newest that has some. */
  #showTable() {
    const { heat } = this.#place!;
    const column = this.#chosen?.column ?? heat.filled.lastIndexOf(true);
    setText(this.#caption, text('heat.at', { time: clock(heat.times[column]!) }));
    this.#rows.replaceChildren(...heat.cells.filter((cell) => cell.column === column).map((cell) =>
      element('tr', {}, element('th', { scope: 'row' }, between(heat, cell)), element('td', {
        class: 'value', 'data-count': cell.count, 'data-low': heat.bounds[cell.from]!, 'data-high': heat.bounds[cell.to]!, 'data-at': heat.times[column]!,
      }, number(cell.count)))));
  }
}
