// The page of the targets: which are up, what happened to the others, and what to do.

import { targets, type Target } from './api.ts';
import { consult, dismiss } from './doctor.tsx';
import { element, setText } from './dom.ts';
import { say } from './duration.ts';
import { seconds } from './format.ts';
import { explain } from './problem.ts';
import { replace, state } from './route.ts';
import { text } from './text.ts';
import type { View } from './view.ts';

type Health = 'up' | 'down' | 'unknown';

const SIGNS: Record<Health, string> = { up: '✓', down: '▲', unknown: '…' };
const ORDER: Health[] = ['down', 'unknown', 'up'];

const identity = (target: Target) => `${target.scrapeUrl} ${JSON.stringify(target.labels)}`;
const healthOf = ({ health }: Target): Health => (health in SIGNS ? (health as Health) : 'unknown');

const cell = (name: string, ...content: (string | Node)[]) => element('td', { role: 'cell', class: name }, ...content);

/** One row, which is changed in place so that a selected text stays selected. */
class Row {
  readonly #health = cell('health');
  readonly #last = cell('last');
  readonly #duration = cell('duration');
  readonly #what = element('p', { class: 'what' });
  readonly #todo = element('p', { class: 'todo' });
  readonly #raw = element('p', { class: 'raw' });
  readonly #problem = cell('sentences', this.#what, this.#todo, this.#raw);
  readonly #doctor = cell('doctor');
  readonly #ask = element('button', { type: 'button', 'aria-expanded': 'false' }, text('doctor.ask'));
  readonly root = element('tr', { role: 'row' });

  constructor(target: Target) {
    const { scrapeUrl, labels, scrapePool } = target;
    this.root.dataset.target = scrapeUrl;
    const url = element('a', { href: scrapeUrl, rel: 'noreferrer' }, scrapeUrl);
    this.root.append(this.#health, cell('job', labels.job ?? ''), cell('instance', labels.instance ?? ''),
      cell('url', url), this.#last, this.#duration,
      cell('consult', this.#ask), this.#problem, this.#doctor);
    this.#doctor.hidden = true;
    this.#ask.addEventListener('click', () => this.#consult(target, Boolean(this.#doctor.hidden)));
    if (state.pool === scrapePool && state.instance === labels.instance) this.#consult(target, true);
  }

  /** Shows or hides what is wrong with the target; it is asked each time, and no oftener. */
  #consult(target: Target, open: boolean) {
    this.#doctor.hidden = !open;
    this.#ask.setAttribute('aria-expanded', String(open));
    replace(open ? { pool: target.scrapePool, instance: target.labels.instance ?? '' } : { pool: '', instance: '' });
    if (open) consult(this.#doctor, target);
    else dismiss(this.#doctor);
  }

  show(target: Target, now: number) {
    const health = healthOf(target);
    this.root.dataset.health = health;
    setText(this.#health, `${SIGNS[health]} ${text(`health.${health}`)}`);
    const scraped = Date.parse(target.lastScrape) / 1000;
    const never = !(scraped > 0);
    setText(this.#last, never ? text('targets.never') : text('targets.ago', { duration: say(Math.max(0, now - scraped)) }));
    setText(this.#duration, never ? '' : seconds(target.lastScrapeDuration));
    const { what, todo } = explain(target);
    setText(this.#what, what);
    setText(this.#todo, todo);
    setText(this.#raw, target.lastError === what ? '' : target.lastError);
    this.#problem.hidden = !what;
  }
}

export class Targets implements View {
  #rows = new Map<string, Row>();
  #body = element('tbody', { role: 'rowgroup' });
  #empty = element('p', { class: 'empty' });
  readonly #table: HTMLElement;
  readonly root: HTMLElement;

  constructor() {
    const heads = [text('targets.health'), text('targets.job'), text('targets.instance'), text('targets.url'),
      text('targets.last'), text('targets.duration'), text('silence.actions')];
    this.#table = element('table', { id: 'targets-table', role: 'table', 'aria-labelledby': 'targets-title' },
      element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' },
        ...heads.map((head) => element('th', { role: 'columnheader', scope: 'col' }, head)))),
      this.#body);
    this.root = element('section', { class: 'page' },
      element('h2', { id: 'targets-title' }, text('page.targets')), this.#table, this.#empty);
  }

  async refresh(now: number) {
    const all = await targets();
    const sorted = [...all].sort((a, b) => ORDER.indexOf(healthOf(a)) - ORDER.indexOf(healthOf(b)));
    const rows = new Map<string, Row>();
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
