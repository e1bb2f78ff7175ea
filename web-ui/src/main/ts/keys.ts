// What the keyboard does: "/" to the query, "g" and a letter to a page, "?" for this list.

import { byId, element } from './dom.ts';
import { href, type Page } from './route.ts';
import { text } from './text.ts';

const SEQUENCE_MILLIS = 1500;
const PAGES: Record<string, Page> = { d: 'dashboard', e: 'query', a: 'alerts', r: 'rules', o: 'slos', t: 'targets', s: 'status' };

const dialog = byId('keys', HTMLDialogElement);
let goSince = 0;
let wanted = false;

const writing = (target: EventTarget | null) =>
  target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;

/** Opens the list of keys. */
export function showKeys() {
  const rows: [string, string][] = [
    ['/', text('keys.query')],
    ...Object.entries(PAGES).map(([key, page]): [string, string] => [`g ${key}`, text(`page.${page}`)]),
    ['?', text('keys.list')],
    ['Esc', text('keys.close')],
  ];
  const close = element('button', {}, text('keys.close'));
  close.addEventListener('click', () => dialog.close());
  dialog.replaceChildren(element('h2', {}, text('keys')),
    element('dl', {}, ...rows.flatMap(([key, what]) => [element('dt', {}, element('kbd', {}, key)), element('dd', {}, what)])), close);
  dialog.showModal();
}

function focusQuery() {
  const input = document.getElementById('query-input');
  wanted = input === null;
  if (wanted) location.hash = href('query');
  else input?.focus();
}

/** A page was built: if it was asked for by "/", the query can be written at once. */
export function arrive() {
  if (wanted) document.getElementById('query-input')?.focus();
  wanted = false;
}

/** Starts to listen. */
export function listenToKeys() {
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || dialog.open || writing(event.target)) return;
    const going = performance.now() - goSince < SEQUENCE_MILLIS;
    goSince = event.key === 'g' ? performance.now() : 0;
    const page = PAGES[event.key];
    if (going && page) location.hash = href(page);
    else if (event.key === '/') focusQuery();
    else if (event.key === '?') showKeys();
    else return;
    event.preventDefault();
  });
}
