// Shows the page that the hash names, and renews it every two seconds.

import { Alerts } from './alerts/page.tsx';
import { listen, showBar, showConnection } from './bar.ts';
import { Edit } from './boards/edit.tsx';
import { Dashboard } from './dashboard.ts';
import { byId } from './dom.ts';
import { Explorer } from './explorer.ts';
import { present } from './grid.ts';
import { arrive, listenToKeys, showKeys } from './keys.ts';
import { preferred } from './language.ts';
import { endOf, read, replace, state, type Page } from './route.ts';
import { Rules } from './rules.tsx';
import { Slos } from './slos/page.tsx';
import { Status } from './status/page.tsx';
import { clear, refreshAlerts, refreshTargets } from './strip.ts';
import { Targets } from './targets.ts';
import { language, speak } from './text.ts';
import type { View } from './view.ts';
import { useZone } from './zone.ts';

const REFRESH_MILLIS = 2000;
const PAGES: Record<Page, new () => View> = {
  dashboard: Dashboard, query: Explorer, alerts: Alerts, rules: Rules, slos: Slos, targets: Targets, status: Status,
};

const place = byId('page');
let view: View | null = null;
let busy: View | null = null;

/** Asks for everything that the present view shows. A view that is busy is not asked twice. */
async function renew() {
  const renewed = view;
  if (renewed === null || busy === renewed) return;
  busy = renewed;
  let now: number | null = null;
  try {
    now = await present();
    await Promise.allSettled([refreshTargets(), refreshAlerts(), renewed.refresh(endOf(now))]);
  } catch {
    // Without the server's clock nothing can be asked for; the bar says that it is away.
  }
  if (busy === renewed) busy = null;
  if (view === renewed) showConnection(now);
}

/** Builds the page that the hash names, in the language that it or the reader wants. */
async function show(): Promise<void> {
  read();
  useZone(state.tz);
  const wanted = preferred(state.lang);
  if (wanted !== language || view === null) await speak(wanted);
  replace();
  clear();
  const held = focused();
  view?.close?.();
  view = state.page === 'dashboard' && state.board && state.edit ? new Edit() : new PAGES[state.page]();
  place.replaceChildren(view.root);
  showBar(wanted);
  arrive();
  await renew();
  if (held) document.querySelector<HTMLElement>(held)?.focus();
}

/** The link of the page that somebody has followed by keys, to be found on the page that comes. */
function focused(): string | null {
  const link = place.contains(document.activeElement) ? document.activeElement!.getAttribute('href') : null;
  return link && `#page a[href=${JSON.stringify(link)}]`;
}

async function loop() {
  if (!document.hidden) await renew();
  setTimeout(loop, REFRESH_MILLIS);
}

listen(renew, show);
listenToKeys();
byId('keys-open').addEventListener('click', showKeys);
addEventListener('hashchange', show);
addEventListener('resize', renew);
document.addEventListener('visibilitychange', () => document.hidden || renew());
await show();
setTimeout(loop, REFRESH_MILLIS);
