// The alerts that are pending or fire now, and what went before.

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { say } from '../duration.ts';
import { clock, number } from '../format.ts';
import { LabelList, Nothing, Query, Section, Value, Verdict } from '../parts.tsx';
import { href } from '../route.ts';
import { text } from '../text.ts';
import { matches, type Alert, type Change, type Rule, type Silence } from './data.ts';
import { Lanes, lanesOf } from './lanes.tsx';
import { SilenceForm } from './silenceform.tsx';

export interface PresentData {
  alerts: Alert[];
  rules: Rule[];
  silences: Silence[];
  changes: Change[];
  truncated: boolean;
  length: number;
}

interface CardProperties {
  alert: Alert;
  rule: Rule | undefined;
  silence: Silence | undefined;
  now: number;
  renew: () => void;
}

const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => <div><dt>{name}</dt><dd>{children}</dd></div>;

function AlertCard({ alert: { labels, annotations, state: alertState, activeAt, value }, rule, silence, now, renew }: CardProperties) {
  const [open, setOpen] = useState(false);
  const since = Date.parse(activeAt) / 1000;
  const { alertname: name = '', ...others } = labels;
  return (
    <article class="alert" data-state={alertState} data-alert={name}>
      <h3>
        <Verdict good={alertState === 'firing' ? false : null}>{text(`alert.${alertState}`)}</Verdict> {name}
        <span class="unit">{text('alert.since', { time: clock(since), duration: say(Math.max(0, now - since)) })}</span>
      </h3>
      {annotations.summary && <p>{annotations.summary}</p>}
      <LabelList labels={others} />
      <dl class="facts">
        {Object.entries(annotations).filter(([key]) => key !== 'summary').map(([key, words]) => <Fact name={key} key={key}>{words}</Fact>)}
        <Fact name={text('alert.value')}><Value of={Number(value)} name="value" /></Fact>
        {rule && alertState === 'pending' && <Fact name={text('alert.firesAfter')}>{say(rule.duration ?? 0)}</Fact>}
        {silence && <Fact name={text('alert.silenced')}>{text('silence.until', { time: clock(Date.parse(silence.endsAt) / 1000), who: silence.createdBy })} {silence.comment}</Fact>}
        {rule && <Fact name={text('label.query')}><Query of={rule.query} /></Fact>}
      </dl>
      <p class="actions">
        <a href={href('alerts', { tab: 'history', alert: name })}>{text('alerts.history')}</a>
        <a href={href('alerts', { tab: 'backtest', alert: name })}>{text('alerts.backtest')}</a>
        {!silence && <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>{text('silence.this')}</button>}
      </p>
      {open && !silence && <SilenceForm labels={labels} now={now} done={() => { setOpen(false); renew(); }} />}
    </article>
  );
}

const ORDER: Alert['state'][] = ['firing', 'pending'];

export function Present({ data, now, renew }: { data: PresentData; now: number; renew: () => void }) {
  const { alerts, rules, silences, changes, truncated, length } = data;
  const active = silences.filter((s) => s.status.state === 'active');
  const sorted = [...alerts].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || a.activeAt.localeCompare(b.activeAt));
  const count = (state: Alert['state']) => alerts.filter((a) => a.state === state).length;
  const start = now - length;
  const lanes = lanesOf(changes, alerts, start, now);
  return (
    <>
      <Section id="alerts-now" title={text('alerts.now')}>
        <p class="summary">
          <Verdict good={count('firing') === 0}><Value of={count('firing')} name="firing" /> {text('alert.firing')}</Verdict>
          <span><Value of={count('pending')} name="pending" /> {text('alert.pending')}</span>
          <span><Value of={rules.length} name="rules" /> {text('alerts.rules')}</span>
        </p>
        {sorted.map((alert) => (
          <AlertCard key={JSON.stringify(alert.labels)} alert={alert} now={now} renew={renew}
            rule={rules.find((r) => r.alerts?.some((a) => JSON.stringify(a.labels) === JSON.stringify(alert.labels)))}
            silence={active.find((s) => matches(alert.labels, s))} />
        ))}
        {!alerts.length && <Nothing>{rules.length ? text('alerts.quiet') : text('alerts.noRules')}</Nothing>}
      </Section>
      <Section id="alerts-timeline" title={text('alerts.timeline', { duration: say(length) })}>
        {lanes.length ? <Lanes lanes={lanes} start={start} end={now} /> : <Nothing>{text('alerts.noChanges')}</Nothing>}
        {truncated && <p class="hint">{text('alerts.truncated', { n: number(changes.length) })}</p>}
      </Section>
    </>
  );
}
