// Shows the page that the hash names, and renews it every two seconds.

import { listen, showBar, showConnection } from './bar.js';
import { Dashboard } from './dashboard.js';
import { Explorer } from './explorer.js';
import { present } from './grid.js';
import { arrive, listenToKeys, showKeys } from './keys.js';
import { preferred } from './language.js';
import { read, replace, state } from './route.js';
import { clear, refreshTargets } from './strip.js';
import { Targets } from './targets.js';
import { language, speak } from './text.js';

const REFRESH_MILLIS = 2000;
const PAGES = { dashboard: Dashboard, query: Explorer, targets: Targets };

const place = document.getElementById('page');
let view = null;
let busy = null;

/** Asks for everything that the present view shows. A view that is busy is not asked twice. */
async function renew() {
  const renewed = view;
  if (busy === renewed) return;
  busy = renewed;
  let now = null;
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
async function show() {
  read();
  const wanted = preferred(state.lang);
  if (wanted !== language || view === null) await speak(wanted);
  replace();
  clear();
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
document.getElementById('keys-open').addEventListener('click', showKeys);
addEventListener('hashchange', show);
addEventListener('resize', renew);
document.addEventListener('visibilitychange', () => document.hidden || renew());
await show();
setTimeout(loop, REFRESH_MILLIS);
