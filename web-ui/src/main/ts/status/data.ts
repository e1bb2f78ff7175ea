// What the server tells of itself.

import type { Labels } from '../api.ts';
import { get, remove } from '../http.ts';

export interface Runtime {
  startTime: string;
  serverTime: string;
  CWD: string;
  hostname: string;
  reloadConfigSuccess: boolean;
  lastConfigTime: string;
  corruptionCount: number;
  GOMAXPROCS: number;
  GOMEMLIMIT: number;
  storageRetention: string;
}

export interface Build {
  version: string;
  revision: string;
  goVersion: string;
  application?: string;
}

export interface ActiveQuery {
  id: string;
  query: string;
  state: 'waiting' | 'running';
  ageSeconds: number;
  heldBytes: number;
  client: string;
  path: string;
}

export interface Receiver {
  name: string;
  channel: string;
  queued: number;
  delivered: number;
  dropped: number;
  lastDelivery: string | null;
  lastError: string;
  nextTry: string | null;
}

interface Count {
  name: string;
  value: number;
}

export interface Tsdb {
  headStats: { numSeries: number; numLabelPairs: number; chunkCount: number; minTime: number; maxTime: number };
  seriesCountByMetricName: Count[];
  labelValueCountByLabelName: Count[];
  memoryInBytesByLabelName: Count[];
  seriesCountByLabelValuePair: Count[];
  memoryInBytesByMetricName?: Count[];
  seriesChurnPerHour?: { created: number; removed: number };
}

export interface Block {
  ulid: string;
  minTime: number;
  maxTime: number;
  stats: { numSamples: number; numSeries: number; numChunks: number; numTombstones: number };
  compaction: { level: number };
}

export interface Metric {
  name: string;
  help: string;
  metric: Partial<Record<'gauge' | 'counter', { value: number | string }>>[];
}

/** What a relabelling rule would save, of series and of bytes in memory. */
export interface Savings {
  yaml: string;
  series: { all: number; saved: number; dropped: number; merged: number };
  bytes: { all: number; saved: number; dropped: number; merged: number };
  collisions: { count: number; examples: { labels: Labels; series: number }[] };
  jobs: string[];
  complete: boolean;
}

/** A part of a chunk: where it is, what it is, and what it says. */
export interface ChunkField {
  bit: number;
  bits: number;
  part: string;
  values: string[];
  meaning: string;
}

/** A sealed chunk; its samples have times in milliseconds. */
export interface Chunk {
  series: Labels;
  matching: number;
  chunk: number;
  chunks: number;
  encoding: string;
  bytes: string;
  fields: ChunkField[];
  samples: [number, string][];
}

const data = async <T,>(path: string, parameters = {}) => (await get<T>(`api/v1/${path}`, parameters)).data;

export const runtime = () => data<Runtime>('status/runtimeinfo');
export const build = () => data<Build>('status/buildinfo');
export const messages = () => data<{ text: string; date: string }[]>('notifications');
export const activeQueries = () => data<ActiveQuery[]>('status/active_queries');
export const endQuery = (id: string) => remove(`api/v1/query/${encodeURIComponent(id)}`);
export const receivers = async () => (await data<{ receivers: Receiver[] }>('notifications/deliveries')).receivers;
export const tsdb = (limit: number) => data<Tsdb>('status/tsdb', { limit });
export const savings = (rule: { action: string; metric: string; label: string; value: string }) => data<Savings>('status/tsdb/relabel', rule);
export const chunk = (series: string, n: string) => data<Chunk>('status/tsdb/chunk', { series, chunk: n });
export const blocks = async () => (await data<{ blocks: Block[] }>('status/tsdb/blocks')).blocks;
export const config = async () => (await data<{ yaml: string }>('status/config')).yaml;
export const flags = () => data<Record<string, string>>('status/flags');
export const features = () => data<Record<string, Record<string, boolean>>>('features');

/** The process' own metrics of one series each whose names meet a pattern. */
export const selfMetrics = (pattern: string) => data<Metric[]>('status/self_metrics', { metric_name_pattern: pattern });
