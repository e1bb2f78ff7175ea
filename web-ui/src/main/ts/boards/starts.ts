// What may be asked first: the queries of the dashboard that comes first.

import { element } from '../dom.ts';
import { href } from '../route.ts';
import { boards, firstOf, panelsOf } from './boards.ts';

async function fill(list: HTMLElement) {
  const all = await boards();
  const first = firstOf(all) ?? all[0];
  const panels = first ? panelsOf(first).filter(({ threshold }) => !threshold) : [];
  list.replaceChildren(...panels.map(({ query, words: { title } }) =>
    element('li', {}, element('a', { href: href('query', { q: query }) }, title))));
}

/** Links that come once the server has answered. */
export function starts(): HTMLElement {
  const list = element('ul');
  fill(list).catch(() => {}); // without them a query can be written all the same
  return list;
}
