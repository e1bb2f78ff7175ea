// The present values of a query as a table.

import type { Labels, QueryData, WrittenHistogram } from './api.ts';
import { element, setValue } from './dom.ts';
import { number } from './format.ts';
import { text } from './text.ts';

/** A native histogram in short; what is in its buckets is in the heat map. */
const spoken = ({ count, sum }: WrittenHistogram) => text('query.histogram', { count: number(Number(count)), sum: number(Number(sum)) });

/** A series of an answer; of a matrix, the last of some samples; of a string, what is written. */
export interface ResultRow {
  labels: Labels;
  value: number;
  written?: string;
  samples?: number;
}

interface Colored {
  row: ResultRow;
  color: string | null;
}

const MOST_ROWS = 100;

/** The name and labels of a series as PromQL writes them. */
export function nameOf({ __name__: name = '', ...labels }: Labels): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return pairs.length || !name ? `${name}{${pairs.join(', ')}}` : name;
}

/** The rows of an instant query's data, whatever their type. */
export function rowsOf(data: QueryData): ResultRow[] {
  switch (data.resultType) {
    case 'vector': return data.result.map(({ metric: labels, value, histogram }) =>
      ({ labels, value: Number(value?.[1] ?? NaN), ...(histogram ? { written: spoken(histogram[1]) } : {}) }));
    case 'matrix': return data.result.map(({ metric: labels, values = [] }) => ({ labels, value: Number(values.at(-1)?.[1] ?? NaN), samples: values.length }));
    case 'scalar': return [{ labels: {}, value: Number(data.result[1]) }];
    default: return [{ labels: {}, value: NaN, written: data.result[1] }];
  }
}

export class ResultTable {
  #body = element('tbody');
  #caption = element('caption');
  readonly root = element('table', { class: 'result' }, this.#caption,
    element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, text('query.series')), element('th', { scope: 'col' }, text('query.value')))),
    this.#body);

  /** @param colorOf the colour of a series' curve, or null where it has none */
  show(rows: ResultRow[], query: string, now: number, colorOf: (labels: Labels) => string | null) {
    const colored: Colored[] = rows.map((row) => ({ row, color: colorOf(row.labels) }));
    // What is drawn comes first, so that no curve is without its name.
    const ordered = [...colored.filter((r) => r.color), ...colored.filter((r) => !r.color)];
    this.#body.replaceChildren(...ordered.slice(0, MOST_ROWS).map((shown) => this.#row(shown, query, now)));
    const hidden = rows.length - MOST_ROWS;
    this.#caption.textContent = text('query.rows', { n: number(rows.length) }) + (hidden > 0 ? `, ${text('query.hidden', { n: number(hidden) })}` : '');
  }

  #row({ row: { labels, value, written, samples }, color }: Colored, query: string, now: number) {
    const cell = element('td', { class: 'value' });
    if (written !== undefined) cell.textContent = written;
    else if (samples) cell.textContent = number(value); // one of many, so no number of its own
    else setValue(cell, number(value), value, query, now);
    if (samples) cell.append(' ', element('small', {}, text('query.samples', { n: number(samples) })));
    const swatch = color ? element('span', { class: 'swatch' }) : null;
    if (swatch && color) swatch.style.background = color; // as an attribute the page's policy would refuse it
    return element('tr', {}, element('td', {}, swatch, element('code', {}, nameOf(labels))), cell);
  }
}
