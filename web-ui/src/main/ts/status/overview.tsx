// How the process is: version, age, limits, what it does now.

import type { ComponentChildren } from 'preact';
import { say } from '../duration.ts';
import { bytes, clock, number } from '../format.ts';
import { Nothing, Query, Section, Table, Value, Verdict } from '../parts.tsx';
import { text } from '../text.ts';
import { endQuery, type ActiveQuery, type Build, type Receiver, type Runtime } from './data.ts';

export interface OverviewData {
  runtime: Runtime;
  build: Build;
  messages: { text: string; date: string }[];
  queries: ActiveQuery[];
  receivers: Receiver[];
}

const time = (written: string) => Date.parse(written) / 1000;

const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => <div><dt>{name}</dt><dd>{children}</dd></div>;

const Running = ({ query: { id, query, state: queryState, ageSeconds, heldBytes, client }, renew }: { query: ActiveQuery; renew: () => void }) => (
  <tr>
    <td><Query of={query} /></td>
    <td>{text(`activity.${queryState}`)}</td>
    <td>{client}</td>
    <td class="value">{say(ageSeconds)}</td>
    <td class="value"><Value of={heldBytes} as={bytes} /></td>
    <td class="value"><button type="button" onClick={() => endQuery(id).finally(renew)}>{text('activity.end')}</button></td>
  </tr>
);

const Told = ({ receiver: { name, channel, queued, delivered, dropped, lastDelivery, lastError, nextTry } }: { receiver: Receiver }) => (
  <tr>
    <th scope="row">{name} <small>{channel}</small></th>
    <td><Verdict good={lastError === ''}>{lastError || text('receiver.fine')}</Verdict>{nextTry && <small> {text('receiver.next', { time: clock(time(nextTry)) })}</small>}</td>
    <td class="value"><Value of={queued} /></td>
    <td class="value"><Value of={delivered} /></td>
    <td class="value"><Value of={dropped} /></td>
    <td class="value">{lastDelivery === null ? '–' : clock(time(lastDelivery))}</td>
  </tr>
);

export function Overview({ data: { runtime, build, messages, queries, receivers }, renew }: { data: OverviewData; renew: () => void }) {
  const started = time(runtime.startTime);
  return (
    <>
      <Section id="status-overview" title={text('status.overview')}>
        {messages.map((m) => <p class="problem" key={m.text} role="status">▲ {m.text}</p>)}
        <dl class="facts">
          <Fact name={text('status.version')}>{build.application ?? build.version}{build.revision && ` (${build.revision})`}</Fact>
          <Fact name={text('status.api')}>Prometheus {build.version}, {build.goVersion}</Fact>
          <Fact name={text('status.started')}>{clock(started)} · {text('targets.ago', { duration: say(Math.max(0, time(runtime.serverTime) - started)) })}</Fact>
          <Fact name={text('status.loaded')}><Verdict good={runtime.reloadConfigSuccess}>{clock(time(runtime.lastConfigTime))}</Verdict></Fact>
          <Fact name={text('status.host')}>{runtime.hostname} · <code>{runtime.CWD}</code></Fact>
          <Fact name={text('status.processors')}><Value of={runtime.GOMAXPROCS} name="processors" /></Fact>
          <Fact name={text('status.heap')}><Value of={runtime.GOMEMLIMIT} as={bytes} name="heap" /></Fact>
          <Fact name={text('status.retention')}>{runtime.storageRetention}</Fact>
          <Fact name={text('status.corruptions')}><Verdict good={runtime.corruptionCount === 0}>{number(runtime.corruptionCount)}</Verdict></Fact>
        </dl>
      </Section>
      <Section id="status-queries" title={text('status.queries')}>
        {queries.length ? (
          <Table name={text('status.queries')} numbers={3} heads={[text('label.query'), text('rules.state'), text('activity.client'), text('activity.age'), text('activity.memory'), text('silence.actions')]}>
            {queries.map((q) => <Running query={q} renew={renew} key={q.id} />)}
          </Table>
        ) : <Nothing>{text('activity.none')}</Nothing>}
      </Section>
      <Section id="status-receivers" title={text('status.receivers')}>
        {receivers.length ? (
          <Table name={text('status.receivers')} numbers={2} heads={[text('receiver.name'), text('rules.health'), text('receiver.queued'), text('receiver.delivered'), text('receiver.dropped'), text('receiver.last')]}>
            {receivers.map((r) => <Told receiver={r} key={r.name} />)}
          </Table>
        ) : <Nothing>{text('receiver.none')}</Nothing>}
      </Section>
    </>
  );
}
