// What is wrong with a target, found out by asking it now, and what its job's rules make of its labels.

import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Labels, Target } from './api.ts';
import { bytes, number, seconds } from './format.ts';
import { get } from './http.ts';
import { LabelList, Table, Value, Verdict } from './parts.tsx';
import { explain } from './problem.ts';
import { has, text } from './text.ts';

interface Diagnosis {
  healthy: boolean;
  visits: number;
  samples: number;
  answer: { status: number; contentType: string | null; bytes: number; url: string } | null;
  times: Record<string, number>;
  findings: { problem: string; severity: 'error' | 'warning'; text: string; remedy: string }[];
}

interface Step {
  rule: { action: string } & Record<string, unknown>;
  output: Labels;
  keep: boolean;
}

const part = (doctorPart: string) => (has(`doctor.${doctorPart}`) ? text(`doctor.${doctorPart}`) : doctorPart);

function Findings({ of: { healthy, visits, samples, answer, times, findings }, target }: { of: Diagnosis; target: Target }) {
  return (
    <>
      <p><Verdict good={healthy}>{healthy ? text('doctor.healthy') : text('doctor.ill')}</Verdict>{' '}
        {answer && <span>HTTP {answer.status}, {answer.contentType ?? '–'}, {bytes(answer.bytes)}, <Value of={samples} name="samples" /> {text('storage.samples')}</span>}</p>
      <p class="hint">{text('doctor.visits', { n: number(visits) })} {Object.entries(times).map(([name, time]) => `${part(name)} ${seconds(time)}`).join(' · ')}</p>
      {findings.map(({ problem, severity, text: words, remedy }) => (
        <div class="finding" data-problem={problem} key={problem + words}>
          <p><Verdict good={severity === 'error' ? false : null}>{explain({ ...target, problem, lastError: words }).what}</Verdict></p>
          <p class="raw" lang="en">{words}</p>
          <p lang="en">{remedy}</p>
        </div>
      ))}
    </>
  );
}

/** What a rule has where nobody says otherwise. */
const DEFAULTS: Record<string, unknown> = { action: 'replace', separator: ';', regex: '(.*)', replacement: '$1' };

/** A rule as its file may have it, without what is there anyway. */
const written = (rule: Step['rule']) =>
  `{${Object.entries(rule).filter(([key, value]) => value !== DEFAULTS[key]).map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join(', ')}}`;

/** What a rule has changed: labels that are new or others now, and those that are gone. */
function Changes({ before, after }: { before: Labels; after: Labels }) {
  const changed = Object.entries(after).filter(([key, value]) => before[key] !== value);
  const gone = Object.keys(before).filter((key) => !(key in after));
  if (!changed.length && !gone.length) return <span class="hint">{text('doctor.same')}</span>;
  return <><LabelList labels={Object.fromEntries(changed)} />{gone.map((key) => <del key={key}><code>{key}</code></del>)}</>;
}

function Steps({ all, target }: { all: Step[]; target: Target }) {
  if (!all.length) return <p class="hint">{text('doctor.noRules')}</p>;
  return (
    <Table name={text('doctor.steps')} heads={[text('doctor.rule'), text('doctor.output')]}>
      <tr><th scope="row">{text('doctor.found')}</th><td><LabelList labels={target.discoveredLabels} /></td></tr>
      {all.map(({ rule, output, keep }, i) => (
        <tr key={i} data-step={i}>
          <th scope="row"><code>{written(rule)}</code></th>
          <td>{keep ? <Changes before={all[i - 1]?.output ?? target.discoveredLabels} after={output} /> : <Verdict good={false}>{text('doctor.dropped')}</Verdict>}</td>
        </tr>
      ))}
    </Table>
  );
}

function Consultation({ target }: { target: Target }) {
  const [found, setFound] = useState<{ diagnosis: Diagnosis; steps: Step[] } | null>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    const { scrapePool, scrapeUrl: url, discoveredLabels } = target;
    Promise.all([
      get<Diagnosis>('api/v1/targets/diagnose', { scrapePool, url }),
      get<{ steps: Step[] }>('api/v1/targets/relabel_steps', { scrapePool, labels: JSON.stringify(discoveredLabels) }),
    ]).then(([{ data: diagnosis }, { data: { steps } }]) => setFound({ diagnosis, steps }), (e) => setProblem((e as Error).message));
  }, []);
  if (problem) return <p class="problem" role="alert">{problem}</p>;
  if (!found) return <p class="hint" role="status">{text('doctor.asks')}</p>;
  return (
    <>
      <h3>{text('doctor.title')}</h3>
      <Findings of={found.diagnosis} target={target} />
      <h3>{text('doctor.steps')}</h3>
      <Steps all={found.steps} target={target} />
    </>
  );
}

/** Asks a target now, and shows what was found; what was there goes. */
export function consult(root: HTMLElement, target: Target) {
  render(null, root);
  render(<Consultation target={target} />, root);
}

export const dismiss = (root: HTMLElement) => render(null, root);
