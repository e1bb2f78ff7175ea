// The silences: which hold, which will, and those that have ended.

import { useState } from 'preact/hooks';
import { clock } from '../format.ts';
import { Nothing, Section, Table, Verdict } from '../parts.tsx';
import { text } from '../text.ts';
import { unsilence, type Matcher, type Silence } from './data.ts';

const sign = ({ isRegex, isEqual }: Matcher) => (isRegex ? (isEqual ? '=~' : '!~') : isEqual ? '=' : '!=');
const time = (written: string) => clock(Date.parse(written) / 1000);

interface RowProperties {
  silence: Silence;
  end: (id: string) => void;
}

function Row({ silence: { id, status: { state: silenceState }, matchers, startsAt, endsAt, createdBy, comment }, end }: RowProperties) {
  return (
    <tr data-silence={id}>
      <td><Verdict good={silenceState === 'active' ? true : null}>{text(`silence.${silenceState}`)}</Verdict></td>
      <td>{matchers.map((m) => <code key={m.name + m.value}>{m.name}{sign(m)}{JSON.stringify(m.value)}</code>)}</td>
      <td>{time(startsAt)}</td>
      <td>{time(endsAt)}</td>
      <td>{createdBy}: {comment}</td>
      <td>{silenceState !== 'expired' && <button type="button" onClick={() => end(id)}>{text('silence.end')}</button>}</td>
    </tr>
  );
}

export function Silences({ all, renew }: { all: Silence[]; renew: () => void }) {
  const [problem, setProblem] = useState('');
  const end = async (id: string) => {
    try {
      await unsilence(id);
      setProblem('');
      renew();
    } catch (e) {
      setProblem((e as Error).message);
    }
  };
  const heads = [text('silence.state'), text('silence.matchers'), text('silence.starts'), text('silence.ends'), text('silence.comment'), text('silence.actions')];
  return (
    <Section id="alerts-silences" title={text('alerts.silences')}>
      <p class="hint">{text('silence.about')}</p>
      {problem && <p class="problem" role="alert">{problem}</p>}
      {all.length
        ? <Table name={text('alerts.silences')} heads={heads}>{all.map((s) => <Row silence={s} end={end} key={s.id} />)}</Table>
        : <Nothing>{text('silence.none')}</Nothing>}
    </Section>
  );
}
