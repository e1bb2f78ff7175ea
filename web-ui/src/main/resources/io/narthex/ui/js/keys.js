// What the keyboard does: "/" to the query, "g" and a letter to a page, "?" for this list.

import { element } from './dom.js';
import { href } from './route.js';
import { text } from './text.js';

const SEQUENCE_MILLIS = 1500;
const PAGES = { d: 'dashboard', e: 'query', t: 'targets' };

const dialog = document.getElementById('keys');
let goSince = 0;
let wanted = false;

const writing = (target) => target.closest?.('input, textarea, select, [contenteditable]') !== null;

/** Opens the list of keys. */
export function showKeys() {
  const rows = [
    ['/', text('keys.query')],
    ['g d', text('page.dashboard')],
    ['g e', text('page.query')],
    ['g t', text('page.targets')],
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
  else input.focus();
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
    if (going && PAGES[event.key]) location.hash = href(PAGES[event.key]);
    else if (event.key === '/') focusQuery();
    else if (event.key === '?') showKeys();
    else return;
    event.preventDefault();
  });
}
