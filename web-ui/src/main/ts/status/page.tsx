// The page of the server itself.

import { present } from '../grid.ts';
import { Page } from '../page.tsx';
import { Tabs } from '../parts.tsx';
import { state } from '../route.ts';
import { text } from '../text.ts';
import { Cardinality } from './cardinality.tsx';
import { activeQueries, blocks, build, config, features, flags, messages, receivers, runtime, selfMetrics, tsdb, type Tsdb } from './data.ts';
import { Overview, type OverviewData } from './overview.tsx';
import { Configuration, Features, Flags } from './settings.tsx';
import { METRICS, Storage, type StorageData } from './storage.tsx';

const TABS = ['overview', 'cardinality', 'storage', 'config', 'flags', 'features'] as const;
const MOST = 10;

type Data =
  | { tab: 'overview'; overview: OverviewData }
  | { tab: 'cardinality'; tsdb: Tsdb }
  | { tab: 'storage'; storage: StorageData }
  | { tab: 'config'; yaml: string }
  | { tab: 'flags'; flags: Record<string, string> }
  | { tab: 'features'; features: Record<string, Record<string, boolean>> };

async function overview(): Promise<OverviewData> {
  const [process, origin, told, queries, all] = await Promise.all([runtime(), build(), messages(), activeQueries(), receivers()]);
  return { runtime: process, build: origin, messages: told, queries, receivers: all };
}

async function storage(): Promise<StorageData> {
  const [store, all, metrics] = await Promise.all([tsdb(1), blocks(), selfMetrics(METRICS)]);
  return { tsdb: store, blocks: all, metrics };
}

export class Status extends Page<Data> {
  protected async load(): Promise<Data> {
    const tab = TABS.find((t) => t === state.tab) ?? 'overview';
    state.tab = tab;
    switch (tab) {
      case 'cardinality': return { tab, tsdb: await tsdb(MOST) };
      case 'storage': return { tab, storage: await storage() };
      case 'config': return { tab, yaml: await config() };
      case 'flags': return { tab, flags: await flags() };
      case 'features': return { tab, features: await features() };
      default: return { tab, overview: await overview() };
    }
  }

  protected show(data: Data) {
    return (
      <>
        <Tabs page="status" name={text('page.status')} all={TABS.map((statusTab) => ({ id: statusTab, title: text(`status.${statusTab}`) }))} />
        {data.tab === 'overview' && <Overview data={data.overview} renew={async () => this.refresh(await present())} />}
        {data.tab === 'cardinality' && <Cardinality data={data.tsdb} />}
        {data.tab === 'storage' && <Storage data={data.storage} />}
        {data.tab === 'config' && <Configuration yaml={data.yaml} />}
        {data.tab === 'flags' && <Flags all={data.flags} />}
        {data.tab === 'features' && <Features all={data.features} />}
      </>
    );
  }
}
