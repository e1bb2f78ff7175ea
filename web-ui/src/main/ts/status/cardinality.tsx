// What fills the store: which metrics, labels and values have how many series.

import { bytes, number, type Format } from '../format.ts';
import { Nothing, Section, Table, Value } from '../parts.tsx';
import { href } from '../route.ts';
import { text } from '../text.ts';
import type { Tsdb } from './data.ts';

interface RankProperties {
  id: string;
  title: string;
  all: { name: string; value: number }[] | undefined;
  /** What all of them add up to; null where they overlap. */
  whole: number | null;
  as?: Format;
  query?: (name: string) => string;
}

/** The largest of something, with bars. */
function Rank({ id, title, all = [], whole, as = number, query }: RankProperties) {
  const most = Math.max(1, ...all.map((c) => c.value));
  return (
    <Section id={id} title={title}>
      <Table name={title} heads={[text('rank.name'), text('rank.value'), text('rank.share')]} numbers={1}>
        {all.map(({ name, value }) => (
          <tr key={name}>
            <th scope="row">{query ? <a class="query" href={href('query', { q: query(name) })}><code>{name}</code></a> : <code>{name}</code>}</th>
            <td class="value"><Value of={value} as={as} name={name} /></td>
            <td class="value share"><span class="bar-share" style={{ width: `${(value / (whole ?? most)) * 100}%` }} /></td>
          </tr>
        ))}
      </Table>
    </Section>
  );
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
      <div class="columns">
        <Rank id="by-metric" title={text('cardinality.byMetric')} all={top.seriesCountByMetricName} whole={series} query={(name) => `count({__name__=${JSON.stringify(name)}})`} />
        <Rank id="by-label" title={text('cardinality.byLabel')} all={top.labelValueCountByLabelName} whole={null} query={(name) => (name === '__name__' ? 'count(count by (__name__) ({__name__!=""}))' : `topk(10, count by (${JSON.stringify(name)}) ({${JSON.stringify(name)}!=""}))`)} />
        <Rank id="by-pair" title={text('cardinality.byPair')} all={top.seriesCountByLabelValuePair} whole={series} query={selector} />
        <Rank id="by-memory" title={text('cardinality.byMemory')} all={top.memoryInBytesByMetricName ?? top.memoryInBytesByLabelName} whole={null} as={bytes} />
      </div>
    </>
  );
}
