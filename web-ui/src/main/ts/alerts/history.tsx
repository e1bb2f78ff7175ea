// What alerts went through, newest first.

import { clock } from '../format.ts';
import { LabelList, Nothing, Section, Table } from '../parts.tsx';
import { href, state } from '../route.ts';
import { has, text } from '../text.ts';
import type { Change } from './data.ts';

export interface HistoryData {
  changes: Change[];
  names: string[];
  /** Whether older ones were left out. */
  truncated: boolean;
}

/** A newer server may know reasons that this page does not. */
const why = (reason: string) => (has(`reason.${reason}`) ? text(`reason.${reason}`) : reason);

const Row = ({ change: { time, rule, labels: { alertname: _, ...labels }, from, to, reason } }: { change: Change }) => (
  <tr>
    <td>{clock(Date.parse(time) / 1000)}</td>
    <td>{rule}</td>
    <td>{text(`alert.${from}`)} → <b class={to === 'firing' ? 'wrong' : undefined}>{text(`alert.${to}`)}</b></td>
    <td>{why(reason)}</td>
    <td><LabelList labels={labels} /></td>
  </tr>
);

export function History({ data: { changes, names, truncated }, choose, more }: { data: HistoryData; choose: (alert: string) => void; more: () => void }) {
  const heads = [text('history.time'), text('history.alert'), text('history.change'), text('history.reason'), text('history.labels')];
  return (
    <Section id="alerts-history" title={text('alerts.history')}>
      <p class="tools">
        <label>{text('history.alert')} <select name="alert" value={state.alert} onChange={(e) => choose(e.currentTarget.value)}>
          <option value="">{text('history.every')}</option>
          {[...new Set([...names, ...(state.alert ? [state.alert] : [])])].sort().map((name) => <option key={name} value={name}>{name}</option>)}
        </select></label>
        {state.alert && <a href={href('alerts', { tab: 'backtest' })}>{text('alerts.backtest')}</a>}
      </p>
      {changes.length
        ? <Table name={text('alerts.history')} heads={heads}>{changes.map((change) => <Row change={change} key={`${change.time} ${JSON.stringify(change.labels)} ${change.to}`} />)}</Table>
        : <Nothing>{text('history.none')}</Nothing>}
      {truncated && <button type="button" onClick={more}>{text('history.more')}</button>}
    </Section>
  );
}
