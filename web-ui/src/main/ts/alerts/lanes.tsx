// When alerts were pending and firing: a lane of time for each.

import type { Labels } from '../api.ts';
import { say } from '../duration.ts';
import { clock } from '../format.ts';
import { text } from '../text.ts';
import type { Alert, Change, Episode } from './data.ts';

/** A stay in a state, in seconds since 1970; open at the end where it goes on. */
export interface Stay {
  state: Alert['state'];
  from: number;
  to: number;
}

export interface Lane {
  name: string;
  labels: Labels;
  stays: Stay[];
}

const time = (written: string) => Date.parse(written) / 1000;
const keyOf = (labels: Labels) => JSON.stringify(Object.entries(labels).sort());

/** The lanes of changes, newest first, between two times, and of what is pending or firing at the end. */
export function lanesOf(changes: Change[], present: Alert[], start: number, end: number): Lane[] {
  const lanes = new Map<string, { labels: Labels; steps: Change[] }>();
  for (const { labels } of present) lanes.set(keyOf(labels), { labels, steps: [] });
  for (const change of [...changes].reverse()) {
    const key = keyOf(change.labels);
    const lane = lanes.get(key) ?? { labels: change.labels, steps: [] };
    lane.steps.push(change);
    lanes.set(key, lane);
  }
  const states = new Map(present.map((alert) => [keyOf(alert.labels), alert.state]));
  return [...lanes].map(([key, { labels, steps }]) => {
    const stays: Stay[] = [];
    let from = start;
    let state = steps[0]?.from ?? states.get(key) ?? 'inactive';
    for (const step of steps) {
      if (state !== 'inactive') stays.push({ state, from, to: time(step.time) });
      from = time(step.time);
      state = step.to;
    }
    if (state !== 'inactive') stays.push({ state, from, to: end });
    return { name: labels.alertname ?? '', labels, stays };
  });
}

/** The stays of a backtest's episodes. */
export const staysOf = (episodes: Episode[], end: number): Stay[] => episodes.flatMap(({ begun, firing, resolved }) => {
  const over = resolved === null ? end : time(resolved);
  const fired = firing === null ? over : time(firing);
  const all: Stay[] = [{ state: 'pending', from: time(begun), to: fired }, { state: 'firing', from: fired, to: over }];
  return all.filter((stay) => stay.to > stay.from);
});

const words = ({ state: alertState, from, to }: Stay) =>
  text('lane.stay', { state: text(`alert.${alertState}`), from: clock(from), to: clock(to), duration: say(to - from) });

function Track({ stays, start, end }: { stays: Stay[]; start: number; end: number }) {
  const share = (t: number) => ((Math.min(Math.max(t, start), end) - start) / (end - start)) * 100;
  return (
    <div class="track" role="img" aria-label={stays.length ? stays.map(words).join('; ') : text('lane.none')}>
      {stays.map((stay) => (
        <span class={`stay ${stay.state}`} key={stay.from} title={words(stay)}
          style={{ left: `${share(stay.from)}%`, width: `${share(stay.to) - share(stay.from)}%` }} />
      ))}
    </div>
  );
}

/** What tells a lane from others of the same alert. */
const rest = ({ alertname: _, severity: __, ...labels }: Labels) => Object.entries(labels).map(([key, value]) => `${key}=${value}`).join(' ');

/** All lanes over the same time, with that time below them. */
export const Lanes = ({ lanes, start, end }: { lanes: Lane[]; start: number; end: number }) => (
  <div class="lanes">
    {lanes.map(({ name, labels, stays }) => (
      <div class="lane" key={keyOf(labels)}>
        <p title={Object.entries(labels).map(([key, value]) => `${key}="${value}"`).join(', ')}>{name} <small>{rest(labels)}</small></p>
        <Track stays={stays} start={start} end={end} />
      </div>
    ))}
    <p class="axis"><span>{clock(start)}</span><span class="key"><i class="stay pending" /> {text('alert.pending')} <i class="stay firing" /> {text('alert.firing')}</span><span>{clock(end)}</span></p>
  </div>
);
