// What is seen while no dashboard fits what is scraped: which there are, and what each waits for.

import { element } from '../dom.ts';
import { href } from '../route.ts';
import { text } from '../text.ts';
import { inLanguage, type Offered } from './boards.ts';

/** @param unknown the name of a dashboard that was asked for and is not there; "" where none was */
export function waiting(all: readonly Offered[], unknown: string): HTMLElement {
  const rows = all.map(({ name, title, metric = '' }) => element('tr', { 'data-board': name },
    element('th', { scope: 'row' }, element('a', { href: href('dashboard', { board: name, chosen: {} }) }, inLanguage(title))),
    element('td', {}, metric ? element('code', {}, metric) : null)));
  return element('section', { class: 'page waiting', 'aria-labelledby': 'waiting-title' },
    element('h2', { id: 'waiting-title' }, unknown ? text('board.unknown', { name: unknown }) : text('board.waiting')),
    element('p', {}, text('board.come'), ' ', element('a', { href: href('targets') }, text('board.targets'))),
    element('table', { class: 'listing' },
      element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, text('board.name')), element('th', { scope: 'col' }, text('board.metric')))),
      element('tbody', {}, ...rows)));
}
