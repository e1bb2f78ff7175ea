// Which dashboards there are: those for what is scraped, and in a menu those that would need something else.

import { element } from '../dom.ts';
import { href } from '../route.ts';
import { text } from '../text.ts';
import { inLanguage, type Offered } from './boards.ts';

/** The title, and the name where another one, such as a copy, has the same title. */
function called({ name, title }: Offered, all: readonly Offered[]): string {
  const own = inLanguage(title);
  return all.some((other) => other.name !== name && inLanguage(other.title) === own) ? `${own} (${name})` : own;
}

/** The link to a dashboard; filters are those of one dashboard only. */
const link = (board: Offered, all: readonly Offered[], shown: string | undefined) => element('a', {
  href: href('dashboard', { board: board.name, edit: '', chosen: {} }), 'data-board': board.name, 'aria-current': board.name === shown ? 'page' : null,
}, called(board, all));

/** What a dashboard waits for. */
const needs = ({ metric = '' }: Offered) => element('small', {}, `${text('board.needs')} `, element('code', {}, metric));

function menu(others: Offered[], all: readonly Offered[]): HTMLElement {
  const root = element('details', { class: 'others' }, element('summary', {}, text('board.others')),
    element('ul', {}, ...others.map((board) => element('li', {}, link(board, all, undefined), needs(board)))));
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    root.open = false;
    root.querySelector('summary')!.focus();
  });
  root.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !root.contains(relatedTarget)) root.open = false;
  });
  return root;
}

/** @param shown the name of the one that is shown */
export function picker(all: readonly Offered[], shown: string | undefined): HTMLElement {
  // One that is looked at stands with the others, wherever it came from.
  const bound = all.filter(({ applies, name }) => applies || name === shown);
  const others = all.filter((board) => !bound.includes(board));
  return element('nav', { class: 'boards', 'aria-label': text('board.all') },
    ...bound.map((board) => link(board, all, shown)), others.length ? menu(others, all) : null);
}
