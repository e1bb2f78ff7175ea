// The page: a strip with what is up, then the panels, renewed every two seconds.

import { targets } from './api.js';
import { clock, duration } from './format.js';
import { Panel } from './panel.js';
import { PANELS } from './panels.js';
import { text } from './text.js';

const REFRESH_MILLIS = 2000;
const STEPS = 180;

const rangeSelect = document.getElementById('range');
const targetsChip = document.getElementById('targets');
const stateChip = document.getElementById('state');

/** What the URL holds, so that a link shows what its sender saw. */
const state = {
  range: '15m',
  n: '15m',
  read() {
    const params = new URLSearchParams(location.hash.slice(1));
    this.range = params.get('range') ?? this.range;
    this.n = params.get('n') ?? this.n;
  },
  write() {
    history.replaceState(null, '', `#${new URLSearchParams({ range: this.range, n: this.n })}`);
  },
  setWindow(window) {
    this.n = window;
    this.write();
    refresh();
  },
};

state.read();
rangeSelect.value = state.range;
if (!rangeSelect.value) rangeSelect.value = state.range = '15m';
rangeSelect.addEventListener('change', () => {
  state.range = rangeSelect.value;
  state.write();
  refresh();
});

const panels = PANELS.map((definition) => new Panel(definition, state));
document.getElementById('panels').append(...panels.map((p) => p.root));

let awaySince = null;
let running = false;

function grid() {
  const length = duration(state.range);
  const step = Math.max(1, Math.round(length / STEPS));
  // Steps are aligned so that curves stand still while time moves on.
  const end = Math.floor(Date.now() / 1000 / step) * step;
  return { start: end - length, end, step };
}

async function refreshTargets() {
  const all = await targets();
  const up = all.filter((t) => t.health === 'up').length;
  targetsChip.textContent = all.length ? text('targets', { up, all: all.length }) : text('targets.none');
  targetsChip.classList.toggle('wrong', up < all.length);
}

async function refresh() {
  if (running) return;
  running = true;
  const now = grid();
  const results = await Promise.allSettled([refreshTargets(), ...panels.map((p) => p.refresh(now))]);
  running = false;
  // A panel's own error stands on the panel; only when nothing at all answers is the server away.
  const away = results.every((r) => r.status === 'rejected');
  awaySince = away ? awaySince ?? Date.now() / 1000 : null;
  stateChip.textContent = away ? text('away', { time: clock(awaySince) }) : text('live', { time: clock(now.end) });
  stateChip.classList.toggle('wrong', away);
}

async function loop() {
  if (!document.hidden) await refresh();
  setTimeout(loop, REFRESH_MILLIS);
}

loop();
