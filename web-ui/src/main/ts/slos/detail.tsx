// One objective: what is allowed, what is spent, how fast, and how the budget went.

import type { ComponentChildren } from 'preact';
import { say } from '../duration.ts';
import { clock, number, percent } from '../format.ts';
import { Table, Value } from '../parts.tsx';
import { text } from '../text.ts';
import { BudgetChart } from './budgetchart.tsx';
import type { Between, BudgetPoint, Slo } from './data.ts';

const minutes = (n: number) => (n < 0 ? `−${say(-n * 60)}` : say(n * 60));

/** Both ends of what may be true. */
const between = (value: Between, as: (v: number) => string) => (typeof value === 'number' ? as(value) : value.map(as).join(' – '));

const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => <div><dt>{name}</dt><dd>{children}</dd></div>;

/** Paces at which alerts come: see docs/slo.md. */
const FAST = 1;

export function Detail({ slo, points, now, length }: { slo: Slo; points: BudgetPoint[]; now: number; length: number }) {
  const { budget, total, bad, attained, burnRates, dataFrom, coverage, window, indicator } = slo;
  return (
    <div class="slo-detail" data-slo={slo.name}>
      <dl class="facts">
        <Fact name={text('slos.attained')}>{attained === null ? text('slo.untouched') : between(attained, percent)}</Fact>
        <Fact name={text('slos.total')}><Value of={total} name="total" /></Fact>
        <Fact name={text('slos.bad')}>{between(bad, number)}</Fact>
        <Fact name={text('slos.events')}>{text('slos.leftOf', { left: number(budget.eventsLeft), all: number(budget.events) })}</Fact>
        <Fact name={text('slos.minutes')}>{text('slos.leftOf', { left: minutes(budget.minutesLeft), all: minutes(budget.minutes) })}</Fact>
        <Fact name={text('slos.exhausted')}>{budget.exhaustedAt === null ? text('slos.never') : budget.left <= 0 ? text('slos.already') : clock(budget.exhaustedAt)}</Fact>
        <Fact name={text('slos.covers')}>{dataFrom === null ? text('slos.noData') : text('slos.since', { time: clock(dataFrom), share: percent(coverage), window })}</Fact>
        {Object.entries(indicator).map(([key, value]) => <Fact name={key} key={key}><code>{value}</code></Fact>)}
      </dl>
      <h3>{text('slos.overTime', { duration: say(length) })}</h3>
      <BudgetChart points={points} now={now} length={length} name={text('slos.overTime', { duration: say(length) })} />
      <h3>{text('slos.burn')}</h3>
      <p class="hint">{text('slos.burn.read')}</p>
      <Table name={text('slos.burn')} heads={[text('slos.window'), text('slos.pace'), text('slos.bad'), text('slos.total')]} numbers={1}>
        {burnRates.map(({ window: over, rate, total: events, bad: wrong }) => (
          <tr key={over}>
            <th scope="row">{text('volume.last', { window: over })}</th>
            <td class={rate !== null && rate > FAST ? 'value wrong' : 'value'}>{rate === null ? '–' : `${rate > FAST ? '▲ ' : ''}${number(rate)}×`}</td>
            <td class="value">{number(wrong)}</td>
            <td class="value">{number(events)}</td>
          </tr>
        ))}
      </Table>
    </div>
  );
}
