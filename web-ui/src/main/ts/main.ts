// Shows the page that the hash names, and renews it every two seconds.

import { listen, showBar, showConnection } from './bar.ts';
import { Dashboard } from './dashboard.ts';
import { byId } from './dom.ts';
import { Explorer } from './explorer.ts';
import { present } from './grid.ts';
import { arrive, listenToKeys, showKeys } from './keys.ts';
import { preferred } from './language.ts';
import { read, replace, state, type Page } from './route.ts';
import { clear, refreshTargets } from './strip.ts';
import { Targets } from './targets.ts';
import { language, speak } from './text.ts';
import type { View } from './view.ts';

const REFRESH_MILLIS = 2000;
const PAGES: Record<Page, new () => View> = { dashboard: Dashboard, query: Explorer, targets: Targets };

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
    await Promise.allSettled([refreshTargets(), renewed.refresh(now)]);
  } catch {
    // Without the server's clock nothing can be asked for; the bar says that it is away.
  }
  if (busy === renewed) busy = null;
  if (view === renewed) showConnection(now);
}

/** Builds the page that the hash names, in the language that it or the reader wants. */
async function show(): Promise<void> {
  read();
  const wanted = preferred(state.lang);
  if (wanted !== language || view === null) await speak(wanted);
  replace();
  clear();
  view?.close?.();
  view = new PAGES[state.page]();
  place.replaceChildren(view.root);
  showBar(wanted);
  arrive();
  await renew();
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
