// What fills the store: which metrics, labels and values have how many series.

import { bytes, number, type Format } from '../format.ts';
import { Nothing, Section, Table, Value } from '../parts.tsx';
import { href, type State } from '../route.ts';
import { text } from '../text.ts';
import type { Tsdb } from './data.ts';
import { Savings } from './savings.tsx';

interface RankProperties {
  id: string;
  title: string;
  all: { name: string; value: number }[] | undefined;
  /** What all of them add up to; null where they overlap. */
  whole: number | null;
  as?: Format;
  query?: (name: string) => string;
  /** The rule that would make less of it; null where there is none. */
  rule?: (name: string) => Partial<State> | null;
}

/** The largest of something, with bars. */
function Rank({ id, title, all = [], whole, as = number, query, rule }: RankProperties) {
  const most = Math.max(1, ...all.map((c) => c.value));
  return (
    <Section id={id} title={title}>
      <Table name={title} heads={[text('rank.name'), text('rank.value'), text('rank.share'), ...(rule ? [text('savings.rule')] : [])]} numbers={1}>
        {all.map(({ name, value }) => ({ name, value, changes: rule?.(name) })).map(({ name, value, changes }) => (
          <tr key={name}>
            <th scope="row">{query ? <a class="query" href={href('query', { q: query(name) })}><code>{name}</code></a> : <code>{name}</code>}</th>
            <td class="value"><Value of={value} as={as} name={name} /></td>
            <td class="value share"><span class="bar-share" style={{ width: `${(value / (whole ?? most)) * 100}%` }} /></td>
            {rule && <td class="value">{changes && <a href={href('status', { ...NO_RULE, ...changes })} aria-label={`${text('savings.count')} ${name}`}>{text('savings.count')}</a>}</td>}
          </tr>
        ))}
      </Table>
    </Section>
  );
}

const NO_RULE = { rule: '', metric: '', label: '', value: '' };

const dropMetric = (metric: string) => ({ rule: 'drop', metric });

/** The name of a metric is no label that could be dropped. */
const dropLabel = (label: string) => (label === '__name__' ? null : { rule: 'labeldrop', label });

function dropPair(pair: string) {
  const at = pair.indexOf('=');
  const [label, value] = [pair.slice(0, at), pair.slice(at + 1)];
  return label === '__name__' ? dropMetric(value) : { rule: 'drop', label, value };
}

/** `name=value` as a selector. */
function selector(pair: string): string {
  const at = pair.indexOf('=');
  return `count by (__name__) ({${pair.slice(0, at)}=${JSON.stringify(pair.slice(at + 1))}})`;
}

export function Cardinality({ data: { headStats: head, ...top } }: { data: Tsdb }) {
  const { numSeries: series } = head;
  if (!series) return <Section id="cardinality" title={text('status.cardinality')}><Nothing>{text('cardinality.none')}</Nothing></Section>;
  const churn = top.seriesChurnPerHour;
  return (
    <>
      <Section id="cardinality" title={text('status.cardinality')}>
        <p class="summary">
          <span><Value of={series} name="series" /> {text('cardinality.series')}</span>
          <span><Value of={head.numLabelPairs} name="pairs" /> {text('cardinality.pairs')}</span>
          <span><Value of={head.chunkCount} name="chunks" /> {text('cardinality.chunks')}</span>
          {churn && <span>{text('cardinality.churn', { created: number(churn.created), removed: number(churn.removed) })}</span>}
        </p>
        <p class="hint">{text('cardinality.read')}</p>
      </Section>
      <Savings />
      <div class="columns">
        <Rank id="by-metric" title={text('cardinality.byMetric')} all={top.seriesCountByMetricName} whole={series} query={(name) => `count({__name__=${JSON.stringify(name)}})`} rule={dropMetric} />
        <Rank id="by-label" title={text('cardinality.byLabel')} all={top.labelValueCountByLabelName} whole={null} query={(name) => (name === '__name__' ? 'count(count by (__name__) ({__name__!=""}))' : `topk(10, count by (${JSON.stringify(name)}) ({${JSON.stringify(name)}!=""}))`)} rule={dropLabel} />
        <Rank id="by-pair" title={text('cardinality.byPair')} all={top.seriesCountByLabelValuePair} whole={series} query={selector} rule={dropPair} />
        <Rank id="by-memory" title={text('cardinality.byMemory')} all={top.memoryInBytesByMetricName ?? top.memoryInBytesByLabelName} whole={null} as={bytes} rule={top.memoryInBytesByMetricName && dropMetric} />
      </div>
    </>
  );
}
