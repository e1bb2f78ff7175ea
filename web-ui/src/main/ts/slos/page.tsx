// The page of the objectives: how much of each budget is left, and for one of them everything.

import { parse, say } from '../duration.ts';
import { percent } from '../format.ts';
import { Page } from '../page.tsx';
import { Nothing, Section, Value } from '../parts.tsx';
import { href, state } from '../route.ts';
import { text } from '../text.ts';
import { budget, slos, type BudgetPoint, type Slo } from './data.ts';
import { Detail } from './detail.tsx';

interface Data {
  all: Slo[];
  chosen: Slo | undefined;
  points: BudgetPoint[];
  length: number;
}

const SPANS = ['1h', '1d', '7d', '30d'];

const Choice = ({ slo: { name, objective, window, budget: { left, spent }, total }, current }: { slo: Slo; current: boolean }) => (
  <a class="panel slo" href={href('slos', { slo: name })} aria-current={current ? 'true' : undefined} data-slo-choice={name}>
    <b>{name}</b> <span class="unit">{text('slos.objective', { objective, window: say(parse(window)) })}</span>
    <span class={left < 0 ? 'now wrong' : 'now'}>{left < 0 && <span aria-hidden="true">▲ </span>}<Value of={left} as={percent} name={name} /></span>
    <span class="more">{total === 0 ? text('slo.untouched') : left < 0 ? text('slo.overspent') : text('slo.left')}</span>
    <span class="hint">{text('slos.sentence', {
      objective, window: say(parse(window)), share: percent(1 - Number(objective) / 100), spent: percent(spent),
    })}</span>
  </a>
);

export class Slos extends Page<Data> {
  protected async load(now: number): Promise<Data> {
    const all = await slos();
    const chosen = all.find((s) => s.name === state.slo) ?? all[0];
    const length = parse(state.last) || parse('1h');
    return { all, chosen, length, points: chosen ? await budget(chosen.name, now - length, now) : [] };
  }

  protected show({ all, chosen, points, length }: Data, now: number) {
    return (
      <>
        <Section id="slos" title={text('slo.title')}>
          <p class="hint">{text('slo.read')}</p>
          {all.length ? <div class="choices">{all.map((s) => <Choice slo={s} current={s === chosen} key={s.name} />)}</div> : <Nothing>{text('slos.none')}</Nothing>}
        </Section>
        {chosen && (
          <Section id="slo-detail" title={chosen.name}>
            <nav class="tabs" aria-label={text('backtest.over')}>
              {SPANS.map((s) => <a key={s} href={href('slos', { last: s })} aria-current={state.last === s ? 'true' : undefined}>{text('range.last', { range: say(parse(s)) })}</a>)}
            </nav>
            <Detail slo={chosen} points={points} now={now} length={length} />
          </Section>
        )}
      </>
    );
  }
}
