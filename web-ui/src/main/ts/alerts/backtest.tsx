// What an alert would have done with another patience or threshold, on the data that are stored.

import { useEffect, useState } from 'preact/hooks';
import { parse, say } from '../duration.ts';
import { number } from '../format.ts';
import { Nothing, Query, Section, Table, Value } from '../parts.tsx';
import { replace, state } from '../route.ts';
import { text } from '../text.ts';
import { backtest, type Report, type Rule, type Run } from './data.ts';
import { Lanes, staysOf } from './lanes.tsx';
import { SPANS, given, wanted, type Setting } from './settings.ts';
import { Sliders } from './sliders.tsx';

/** Moving a slider asks once it rests. */
const REST_MILLIS = 250;

const time = (written: string) => Date.parse(written) / 1000;

/** The rule as it is, and with the setting where that is another. */
async function runs(rule: Rule, setting: Setting): Promise<{ report: Report; runs: Run[] }> {
  const before = given(rule);
  const moved = setting.threshold !== before.threshold;
  const report = await backtest({
    alert: rule.name, last: state.last, 'for[]': [...new Set([before.wait, setting.wait])].map((s) => `${s}s`),
    ...(moved ? { 'threshold[]': [before.threshold!, setting.threshold!] } : {}),
  });
  const all = report.alerts.flatMap((a) => a.runs);
  const find = ({ wait, threshold }: Setting) => all.find((run) => run.for === wait && (!moved || run.threshold === threshold));
  return { report, runs: [...new Set([find(before), find(setting)])].filter((run) => run !== undefined) };
}

const name = (i: number) => (i === 0 ? text('backtest.asIs') : text('backtest.tried'));

function Outcome({ report, runs: all }: { report: Report; runs: Run[] }) {
  const start = time(report.start);
  const end = time(report.end);
  const lanes = all.flatMap((run, i) => run.series.map(({ labels, episodes }) =>
    ({ name: name(i), labels: { ...labels, alertname: name(i) }, stays: staysOf(episodes, end) })));
  const heads = [text('backtest.setting'), text('backtest.for'), text('backtest.threshold'), text('backtest.episodes'),
    text('backtest.fired'), text('backtest.flaps'), text('backtest.firing'), text('backtest.failed')];
  return (
    <>
      <Table name={text('alerts.backtest')} heads={heads} numbers={1} id="backtest-runs">
        {all.map((run, i) => (
          <tr key={i}>
            <th scope="row">{name(i)}</th>
            <td class="value">{say(run.for)}</td>
            <td class="value">{run.threshold === null ? '–' : number(run.threshold)}</td>
            <td class="value"><Value of={run.episodes} name="episodes" /></td>
            <td class="value"><Value of={run.fired} name="fired" /></td>
            <td class="value"><Value of={run.flaps} name="flaps" /></td>
            <td class="value"><Value of={run.firing} as={say} name="firing" /></td>
            <td class="value" title={run.firstFailure}>{text('backtest.of', { failed: number(run.failures), all: number(run.evaluations) })}</td>
          </tr>
        ))}
      </Table>
      {lanes.length ? <Lanes lanes={lanes} start={start} end={end} /> : <Nothing>{text('backtest.quiet')}</Nothing>}
    </>
  );
}

function Trial({ rule }: { rule: Rule }) {
  const [setting, setSetting] = useState(() => wanted(rule));
  const [outcome, setOutcome] = useState<{ report: Report; runs: Run[] } | null>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    let left = false;
    const before = given(rule);
    replace({
      wait: setting.wait === before.wait ? '' : String(setting.wait),
      threshold: setting.threshold === before.threshold ? '' : String(setting.threshold),
    });
    const timer = setTimeout(async () => {
      try {
        const found = await runs(rule, setting);
        if (left) return;
        setOutcome(found);
        setProblem('');
      } catch (e) {
        if (!left) setProblem((e as Error).message);
      }
    }, REST_MILLIS);
    return () => { left = true; clearTimeout(timer); };
  }, [rule.name, setting.wait, setting.threshold, state.last]);
  return (
    <>
      <p><Query of={rule.query} /></p>
      <Sliders rule={rule} setting={setting} change={setSetting} />
      {problem && <p class="problem" role="alert">{problem}</p>}
      {outcome && <Outcome {...outcome} />}
    </>
  );
}

export function Backtest({ rules, draw }: { rules: Rule[]; draw: () => void }) {
  const names = [...new Set(rules.map((r) => r.name))];
  const rule = rules.find((r) => r.name === state.alert) ?? rules[0];
  return (
    <Section id="alerts-backtest" title={text('alerts.backtest')}>
      <p class="hint">{text('backtest.about')}</p>
      {rule ? (
        <>
          <p class="tools">
            <label>{text('history.alert')} <select name="alert" value={rule.name} onChange={(e) => { replace({ alert: e.currentTarget.value, wait: '', threshold: '' }); draw(); }}>
              {names.map((n) => <option key={n} value={n}>{n}</option>)}
            </select></label>
            <label>{text('backtest.over')} <select name="last" value={state.last} onChange={(e) => { replace({ last: e.currentTarget.value }); draw(); }}>
              {SPANS.map((s) => <option key={s} value={s}>{text('range.last', { range: say(parse(s)) })}</option>)}
            </select></label>
          </p>
          <Trial rule={rule} key={rule.name} />
        </>
      ) : <Nothing>{text('alerts.noRules')}</Nothing>}
    </Section>
  );
}
