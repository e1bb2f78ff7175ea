// Where samples are: the head, the blocks, and what room there is.

import { bytes, clock, number } from '../format.ts';
import { say } from '../duration.ts';
import { Nothing, Section, Table, Value } from '../parts.tsx';
import { text } from '../text.ts';
import { ChunkPicture } from './chunk.tsx';
import type { Block, Metric, Tsdb } from './data.ts';

export interface StorageData {
  tsdb: Tsdb;
  blocks: Block[];
  metrics: Metric[];
}

/** What the process measures of its store. */
export const METRICS = '(narthex_tsdb_.*bytes|prometheus_tsdb_(head_series|storage_blocks_bytes|compactions_total|compactions_failed_total|out_of_order_samples_total|too_old_samples_total|retention_limit_bytes))';

const Head = ({ tsdb: { headStats: head } }: { tsdb: Tsdb }) => (
  <p class="summary">
    <span><Value of={head.numSeries} name="series" /> {text('cardinality.series')}</span>
    {head.maxTime >= head.minTime && head.numSeries > 0
      && <span>{text('storage.reaches', { from: clock(head.minTime / 1000), to: clock(head.maxTime / 1000) })}</span>}
  </p>
);

export function Storage({ data: { tsdb, blocks, metrics } }: { data: StorageData }) {
  const single = metrics.flatMap(({ name, help, metric }) => {
    const value = (metric[0]?.gauge ?? metric[0]?.counter)?.value;
    return value === undefined || metric.length > 1 ? [] : [{ name, help, value: Number(value) }];
  });
  return (
    <>
      <Section id="storage" title={text('storage.head')}>
        <Head tsdb={tsdb} />
        <Table name={text('storage.head')} heads={[text('storage.measure'), text('query.value'), text('storage.meaning')]}>
          {single.map(({ name, help, value }) => (
            <tr key={name}>
              <th scope="row"><code>{name}</code></th>
              <td class="value"><Value of={value} as={name.endsWith('_bytes') ? bytes : number} name={name} /></td>
              <td lang="en">{help}</td>
            </tr>
          ))}
        </Table>
      </Section>
      <Section id="blocks" title={text('storage.blocks')}>
        {blocks.length ? (
          <Table name={text('storage.blocks')} numbers={3} heads={[text('storage.block'), text('storage.from'), text('storage.length'), text('storage.samples'), text('cardinality.series'), text('cardinality.chunks'), text('storage.level')]}>
            {blocks.map(({ ulid, minTime, maxTime, stats, compaction }) => (
              <tr key={ulid}>
                <th scope="row"><code>{ulid}</code></th>
                <td>{clock(minTime / 1000)}</td>
                <td>{say((maxTime - minTime) / 1000)}</td>
                <td class="value"><Value of={stats.numSamples} /></td>
                <td class="value"><Value of={stats.numSeries} /></td>
                <td class="value"><Value of={stats.numChunks} /></td>
                <td class="value"><Value of={compaction.level} /></td>
              </tr>
            ))}
          </Table>
        ) : <Nothing>{text('storage.none')}</Nothing>}
      </Section>
      <ChunkPicture />
    </>
  );
}
