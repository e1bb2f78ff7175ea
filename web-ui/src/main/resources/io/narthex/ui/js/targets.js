// The page of the targets: which are up, what happened to the others, and what to do.

import { targets } from './api.js';
import { element, setText } from './dom.js';
import { say } from './duration.js';
import { seconds } from './format.js';
import { explain } from './problem.js';
import { text } from './text.js';

const SIGNS = { up: '✓', down: '▲', unknown: '…' };
const ORDER = ['down', 'unknown', 'up'];

const identity = (target) => `${target.scrapeUrl} ${JSON.stringify(target.labels)}`;
const healthOf = (target) => (target.health in SIGNS ? target.health : 'unknown');

/** One row, which is changed in place so that a selected text stays selected. */
class Row {
  #cells = {};
  root = element('tr', { role: 'row' });

  constructor({ scrapeUrl, labels }) {
    this.root.dataset.target = scrapeUrl;
    const cell = (name, ...content) => {
      this.#cells[name] = element('td', { role: 'cell', class: name }, ...content);
      this.root.append(this.#cells[name]);
    };
    cell('health');
    cell('job', labels.job ?? '');
    cell('instance', labels.instance ?? '');
    cell('url', element('a', { href: scrapeUrl, rel: 'noreferrer' }, scrapeUrl));
    cell('last');
    cell('duration');
    for (const name of ['what', 'todo', 'raw']) this.#cells[name] = element('p', { class: name });
    this.#cells.problem = element('td', { role: 'cell', class: 'sentences' },
      this.#cells.what, this.#cells.todo, this.#cells.raw);
    this.root.append(this.#cells.problem);
  }

  show(target, now) {
    const health = healthOf(target);
    this.root.dataset.health = health;
    setText(this.#cells.health, `${SIGNS[health]} ${text(`health.${health}`)}`);
    const scraped = Date.parse(target.lastScrape) / 1000;
    const never = !(scraped > 0);
    setText(this.#cells.last, never ? text('targets.never') : text('targets.ago', { duration: say(Math.max(0, now - scraped)) }));
    setText(this.#cells.duration, never ? '' : seconds(target.lastScrapeDuration));
    const { what, todo } = explain(target);
    setText(this.#cells.what, what);
    setText(this.#cells.todo, todo);
    setText(this.#cells.raw, target.lastError === what ? '' : target.lastError);
    this.#cells.problem.hidden = !what;
  }
}

export class Targets {
  #rows = new Map();
  #body = element('tbody', { role: 'rowgroup' });
  #empty = element('p', { class: 'empty' });
  #table;
  root;

  constructor() {
    const heads = [text('targets.health'), text('targets.job'), text('targets.instance'), text('targets.url'),
      text('targets.last'), text('targets.duration')];
    this.#table = element('table', { id: 'targets-table', role: 'table', 'aria-labelledby': 'targets-title' },
      element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' },
        ...heads.map((head) => element('th', { role: 'columnheader', scope: 'col' }, head)))),
      this.#body);
    this.root = element('section', { class: 'page' },
      element('h2', { id: 'targets-title' }, text('page.targets')), this.#table, this.#empty);
  }

  async refresh(now) {
    const all = await targets();
    const sorted = [...all].sort((a, b) => ORDER.indexOf(healthOf(a)) - ORDER.indexOf(healthOf(b)));
    const rows = new Map();
    for (const target of sorted) {
      const row = this.#rows.get(identity(target)) ?? new Row(target);
      row.show(target, now);
      rows.set(identity(target), row);
    }
    const order = [...rows.values()].map((r) => r.root);
    // Moving a row would lose a selection in it, so rows move only when their order is another.
    if (order.length !== this.#body.children.length || order.some((r, i) => this.#body.children[i] !== r)) {
      this.#body.replaceChildren(...order);
    }
    this.#rows = rows;
    this.#table.hidden = !all.length;
    setText(this.#empty, all.length ? '' : text('targets.empty'));
  }
}
