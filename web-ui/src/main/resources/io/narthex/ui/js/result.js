// The present values of a query as a table.

import { element, setValue } from './dom.js';
import { number } from './format.js';
import { text } from './text.js';

const MOST_ROWS = 100;

/** The name and labels of a series as PromQL writes them. */
export function nameOf({ __name__: name = '', ...labels }) {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return pairs.length || !name ? `${name}{${pairs.join(', ')}}` : name;
}

/** The rows [{labels, value}] of an instant query's data, whatever their type; a string's value is a string. */
export function rowsOf({ resultType, result }) {
  switch (resultType) {
    case 'vector': return result.map((s) => ({ labels: s.metric, value: Number(s.value?.[1] ?? NaN) }));
    case 'matrix': return result.map((s) => ({ labels: s.metric, value: Number(s.values?.at(-1)[1] ?? NaN), samples: s.values?.length }));
    case 'scalar': return [{ labels: {}, value: Number(result[1]) }];
    default: return [{ labels: {}, value: result[1] }];
  }
}

export class ResultTable {
  #body = element('tbody');
  #caption = element('caption');
  root = element('table', { class: 'result' }, this.#caption,
    element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, text('query.series')), element('th', { scope: 'col' }, text('query.value')))),
    this.#body);

  /** @param colorOf the colour of a series' curve, or null where it has none */
  show(rows, query, now, colorOf) {
    const colored = rows.map((row) => ({ row, color: colorOf(row.labels) }));
    // What is drawn comes first, so that no curve is without its name.
    const ordered = [...colored.filter((r) => r.color), ...colored.filter((r) => !r.color)];
    this.#body.replaceChildren(...ordered.slice(0, MOST_ROWS).map(({ row, color }) => this.#row(row, query, now, color)));
    const hidden = rows.length - MOST_ROWS;
    this.#caption.textContent = text('query.rows', { n: number(rows.length) }) + (hidden > 0 ? `, ${text('query.hidden', { n: number(hidden) })}` : '');
  }

  #row({ labels, value, samples }, query, now, color) {
    const cell = element('td', { class: 'value' });
    if (typeof value === 'string') cell.textContent = value;
    else if (samples) cell.textContent = number(value); // one of many, so no number of its own
    else setValue(cell, number(value), value, query, now);
    if (samples) cell.append(' ', element('small', {}, text('query.samples', { n: number(samples) })));
    const swatch = color ? element('span', { class: 'swatch', style: `background:${color}` }) : null;
    return element('tr', {}, element('td', {}, swatch, element('code', {}, nameOf(labels))), cell);
  }
}
