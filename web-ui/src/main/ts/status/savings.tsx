// What a relabelling rule would save, and how it is written into the configuration.

import { useEffect, useState } from 'preact/hooks';
import { bytes, number, percent } from '../format.ts';
import { LabelList, Section, Value, Verdict } from '../parts.tsx';
import { push, state } from '../route.ts';
import { text } from '../text.ts';
import { savings, type Savings as Answer } from './data.ts';

const ACTIONS = ['drop', 'labeldrop', 'keep'] as const;

function Outcome({ of: { yaml, series, bytes: memory, collisions, jobs, complete } }: { of: Answer }) {
  return (
    <>
      <p class="summary">
        <span>−<Value of={series.saved} name="savings-series" /> {text('cardinality.series')} ({percent(series.all ? series.saved / series.all : 0)})</span>
        <span>−<Value of={memory.saved} as={bytes} name="savings-bytes" /> ({percent(memory.all ? memory.saved / memory.all : 0)})</span>
      </p>
      {!complete && <p class="note">{text('savings.part')}</p>}
      {series.merged > 0 && (
        <div class="collisions">
          <Verdict good={false}>{text('savings.collide', { series: number(series.merged), sets: number(collisions.count) })}</Verdict>
          <ul>
            {collisions.examples.map(({ labels, series: n }, i) => <li key={i}><Value of={n} /> × <LabelList labels={labels} /></li>)}
          </ul>
        </div>
      )}
      <p class="hint">{jobs.length ? text('savings.paste', { jobs: jobs.join(', ') }) : text('savings.nothing')}</p>
      <pre class="code" id="savings-yaml" tabIndex={0}>{yaml}</pre>
    </>
  );
}

export function Savings() {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [problem, setProblem] = useState('');
  const [rule, setRule] = useState(state.rule || 'drop');
  const wanted = { action: state.rule, metric: state.metric, label: state.label, value: state.value };
  const [asked, ask] = useState(0);
  useEffect(() => {
    if (!wanted.action) return undefined;
    let there = true;
    savings(wanted).then((a) => { if (there) { setAnswer(a); setProblem(''); } })
      .catch((e: Error) => { if (there) { setAnswer(null); setProblem(e.message); } });
    return () => { there = false; };
  }, [JSON.stringify(wanted), asked]);
  const submit = (event: Event) => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const field = (name: string) => String(form.get(name) ?? '').trim();
    push({ rule: field('rule'), metric: field('metric'), label: field('label'), value: field('value') });
    ask(asked + 1);
  };
  return (
    <Section id="savings" title={text('savings.title')}>
      <form class="actions" onSubmit={submit}>
        <label>{text('savings.rule')}{' '}
          <select name="rule" value={rule} onChange={(e) => setRule(e.currentTarget.value)}>
            {ACTIONS.map((action) => <option value={action} key={action}>{text(`savings.${action}`)}</option>)}
          </select>
        </label>
        <label>{text('savings.metric')} <input name="metric" defaultValue={state.metric} /></label>
        <label>{text('savings.label')} <input name="label" defaultValue={state.label} required={rule === 'labeldrop'} /></label>
        {rule !== 'labeldrop' && <label>{text('savings.value')} <input name="value" defaultValue={state.value} /></label>}
        <button>{text('savings.count')}</button>
      </form>
      {problem && <p class="problem" role="status">{problem}</p>}
      {answer && <Outcome of={answer} />}
    </Section>
  );
}
