// The bar on top: pages, range, language, and whether the server answers.

import { byId, element, setText } from './dom.ts';
import { say, parse } from './duration.ts';
import { clock } from './format.ts';
import { connection } from './http.ts';
import { LANGUAGES, keep, type Language } from './language.ts';
import { endOf, href, replace, shows, state, type Page } from './route.ts';
import { text } from './text.ts';
import { ZONES, keepZone, zone as zoneInUse, type Zone } from './zone.ts';

const RANGES = ['5m', '15m', '1h', '6h', '1d', '7d'];

const range = byId('range', HTMLSelectElement);
const language = byId('language', HTMLSelectElement);
const zone = byId('zone', HTMLSelectElement);
const status = byId('state');
const earlier = byId('earlier');
const later = byId('later');
const live = byId('live', HTMLAnchorElement);

/** Writes the sentences that stand in the document: data-text, and the names of controls: data-label. */
function translate() {
  for (const e of document.querySelectorAll<HTMLElement>('[data-text]')) setText(e, text(e.dataset.text!));
  for (const e of document.querySelectorAll<HTMLElement>('[data-label]')) e.setAttribute('aria-label', text(e.dataset.label!));
}

function showRanges() {
  // A link may have a range of its own.
  if (Number.isNaN(parse(state.range))) state.range = '15m';
  const all = RANGES.includes(state.range) ? RANGES : [state.range, ...RANGES];
  range.replaceChildren(...all.map((r) => element('option', { value: r }, text('range.last', { range: say(parse(r)) }))));
  range.value = state.range;
  range.closest('label')!.hidden = !shows('range');
  for (const button of [earlier, later]) button.hidden = !shows('end');
}

/** Shows the bar of the present page and language. */
export function showBar(current: Language) {
  translate();
  showRanges();
  language.value = current;
  zone.replaceChildren(...ZONES.map((zoneName) => element('option', { value: zoneName }, text(`zone.${zoneName}`))));
  zone.value = zoneInUse;
  const { page } = state;
  document.title = `${text(`page.${page}`)} · Narthex`;
  showLinks();
}

/** Leads to the other pages with what is shown now. */
function showLinks() {
  for (const link of document.querySelectorAll<HTMLElement>('[data-page]')) {
    link.setAttribute('href', href(link.dataset.page as Page));
    if (link.dataset.page === state.page) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

/** The server's time when it last answered. */
let present = Infinity;

/** Says whether the server answers, and as of when the numbers are. */
export function showConnection(now: number | null) {
  const { awaySince } = connection;
  showLinks();
  document.body.classList.toggle('away', awaySince !== null);
  status.classList.toggle('wrong', awaySince !== null);
  // A clock that ticks is not read aloud; that nobody answers is.
  status.setAttribute('aria-live', awaySince === null ? 'off' : 'polite');
  if (awaySince !== null) setText(status, `▲ ${text('away', { time: clock(awaySince / 1000) })}`);
  else if (now !== null) setText(status, endOf(now) < now ? text('asOf', { time: clock(endOf(now)) }) : text('live', { time: clock(now) }));
  live.hidden = now === null || endOf(now) === now;
  live.href = href(state.page, { end: '' });
  present = now ?? present;
}

/** Shows what was half a range before or after; after the present there is nothing. */
function shift(direction: number) {
  const end = endOf(present) + (direction * parse(state.range)) / 2;
  location.hash = href(state.page, { end: end < present ? String(Math.floor(end)) : '' });
}

/** @param onRange called after another range was chosen, onLanguage after another language or zone was */
export function listen(onRange: () => void, onLanguage: () => void) {
  language.replaceChildren(...LANGUAGES.map((l) => element('option', { value: l, lang: l }, l === 'ko' ? '한국어' : 'English')));
  earlier.addEventListener('click', () => shift(-1));
  later.addEventListener('click', () => shift(1));
  range.addEventListener('change', () => {
    replace({ range: range.value });
    onRange();
  });
  language.addEventListener('change', () => {
    keep(language.value as Language);
    // A link's language would win over the choice.
    if (state.lang) replace({ lang: language.value });
    onLanguage();
  });
  zone.addEventListener('change', () => {
    keepZone(zone.value as Zone);
    if (state.tz) replace({ tz: zone.value });
    onLanguage();
  });
}
