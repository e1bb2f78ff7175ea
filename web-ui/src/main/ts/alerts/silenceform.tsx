// Sets a silence for an alert.

import { useState } from 'preact/hooks';
import type { Labels } from '../api.ts';
import { parse, say } from '../duration.ts';
import { keepText, kept } from '../store.ts';
import { text } from '../text.ts';
import { silence } from './data.ts';

const DURATIONS = ['30m', '1h', '2h', '4h', '1d', '1w'];
const AUTHOR = 'narthex.author';

/** @param done called when the silence is set */
export function SilenceForm({ labels, now, done }: { labels: Labels; now: number; done: () => void }) {
  const [problem, setProblem] = useState('');
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const createdBy = String(form.get('author')).trim();
    keepText(AUTHOR, createdBy);
    const matchers = Object.entries(labels).filter(([name]) => form.has(`label:${name}`))
      .map(([name, value]) => ({ name, value, isRegex: false, isEqual: true }));
    if (!matchers.length) return setProblem(text('silence.all'));
    try {
      await silence({
        matchers, createdBy, comment: String(form.get('comment')).trim(),
        startsAt: new Date(now * 1000).toISOString(),
        endsAt: new Date((now + parse(String(form.get('duration')))) * 1000).toISOString(),
      });
      setProblem('');
      done();
    } catch (e) {
      setProblem((e as Error).message);
    }
  };
  return (
    <form class="silence" onSubmit={submit}>
      <fieldset>
        <legend>{text('silence.labels')}</legend>
        {Object.entries(labels).map(([name, value]) => (
          <label key={name}><input type="checkbox" name={`label:${name}`} defaultChecked /> <code>{name}={JSON.stringify(value)}</code></label>
        ))}
      </fieldset>
      <label>{text('silence.duration')} <select name="duration">
        {DURATIONS.map((d) => <option value={d} key={d} selected={d === '2h'}>{say(parse(d))}</option>)}
      </select></label>
      <label>{text('silence.author')} <input name="author" required defaultValue={kept(AUTHOR) ?? ''} size={12} /></label>
      <label>{text('silence.comment')} <input name="comment" required size={24} /></label>
      <button>{text('silence.set')}</button>
      {problem && <p class="problem" role="alert">{problem}</p>}
    </form>
  );
}
