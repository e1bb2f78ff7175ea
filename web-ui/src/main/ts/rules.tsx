// The page of the rules: what is evaluated, whether it works, and how long it takes.

import type { Group, Rule } from './alerts/data.ts';
import { groups } from './alerts/data.ts';
import { say } from './duration.ts';
import { seconds } from './format.ts';
import { Page } from './page.tsx';
import { Nothing, Query, Section, Table, Value, Verdict } from './parts.tsx';
import { href, replace, state } from './route.ts';
import { text } from './text.ts';

/** Rules that say nothing yet are not wrong. */
const isGood = ({ health }: Rule) => (health === 'unknown' ? null : health === 'ok');

const condition = ({ type, state: alertState = 'inactive' }: Rule) => (type === 'recording' ? text('rules.recording') : text(`alert.${alertState}`));

function Row({ rule, now }: { rule: Rule; now: number }) {
  const { name, query, type, duration, lastError, lastEvaluation, evaluationTime, health: ruleHealth } = rule;
  const last = Date.parse(lastEvaluation) / 1000;
  return (
    <tr data-rule={name} data-health={ruleHealth}>
      <td><Verdict good={isGood(rule)}>{text(`rule.${ruleHealth}`)}</Verdict></td>
      <th scope="row">{type === 'alerting' ? <a href={href('alerts', { tab: 'history', alert: name })}>{name}</a> : name}</th>
      <td class={rule.state === 'firing' ? 'wrong' : undefined}>{condition(rule)}</td>
      <td><Query of={query} />{Boolean(duration) && <small> {text('rules.for', { duration: say(duration ?? 0) })}</small>}
        {lastError && <p class="problem">{lastError}</p>}</td>
      <td class="value">{last > 0 ? text('targets.ago', { duration: say(Math.max(0, now - last)) }) : text('targets.never')}</td>
      <td class="value"><Value of={evaluationTime} as={seconds} /></td>
    </tr>
  );
}

const isWrong = (rule: Rule) => rule.health === 'err' || rule.state === 'firing';

function GroupPart({ group: { name, file, interval, evaluationTime, rules }, all, now }: { group: Group; all: number; now: number }) {
  const heads = [text('rules.health'), text('rules.name'), text('rules.state'), text('label.query'), text('rules.last'), text('rules.took')];
  const wrong = rules.filter(isWrong).length;
  // Few are all open; of many, those that somebody has to look at.
  return (
    <details class="group" data-group={name} open={all <= 3 || wrong > 0}>
      <summary>
        <b>{name}</b> <span class="unit">{file} · {text('rules.every', { interval: say(interval) })} · {text('rules.took')} <Value of={evaluationTime} as={seconds} />
          {' '}· {text('rules.count')} <Value of={rules.length} name="rules" /></span>
        {evaluationTime > interval && <span class="wrong"> ▲ {text('rules.slow')}</span>}
      </summary>
      <Table name={name} heads={heads} numbers={4}>{rules.map((rule, i) => <Row rule={rule} now={now} key={i} />)}</Table>
    </details>
  );
}

const matches = ({ name, query }: Rule, find: string) => `${name} ${query}`.toLowerCase().includes(find.toLowerCase());

export class Rules extends Page<Group[]> {
  protected load() {
    return groups();
  }

  protected show(all: Group[], now: number) {
    const found = all.map((group) => ({ ...group, rules: group.rules.filter((rule) => matches(rule, state.find)) })).filter((g) => g.rules.length);
    const rules = all.flatMap((g) => g.rules);
    const failing = rules.filter((r) => r.health === 'err').length;
    return (
      <Section id="rules" title={text('page.rules')}>
        {all.length > 0 && (
          <p class="tools summary">
            <span><Value of={rules.length} name="all" /> {text('alerts.rules.all')}</span>
            <Verdict good={failing === 0}><Value of={failing} name="failing" /> {text('rules.failing')}</Verdict>
            <label>{text('rules.find')} <input type="search" name="find" value={state.find} onInput={(e) => { replace({ find: e.currentTarget.value }); this.draw(); }} /></label>
          </p>
        )}
        {found.map((group) => <GroupPart group={group} all={found.length} now={now} key={`${group.file} ${group.name}`} />)}
        {!found.length && <Nothing>{all.length ? text('rules.noMatch') : text('rules.none')}</Nothing>}
      </Section>
    );
  }
}
