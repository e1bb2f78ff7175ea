// What several pages ask of the server.

import { get } from './http.ts';

export type Labels = Record<string, string>;

/** A time in seconds since 1970 and a value. */
export type Point = [number, number];

/** A series of an instant query. */
export interface Sample {
  labels: Labels;
  value: number;
}

/** A series of a range query. */
export interface Series {
  labels: Labels;
  points: Point[];
}

/** The times of a range query, in seconds. */
export interface Times {
  start: number;
  end: number;
  step: number;
}

/** A time and a value as the API writes them. */
type Written = [number, string];

/** A native histogram as the API writes it; of each bucket which bounds belong to it, both bounds, and its count. */
export interface WrittenHistogram {
  count: string;
  sum: string;
  buckets?: [number, string, string, string][];
}

export interface VectorData {
  resultType: 'vector';
  result: { metric: Labels; value?: Written; histogram?: [number, WrittenHistogram] }[];
}

export interface MatrixData {
  resultType: 'matrix';
  result: { metric: Labels; values?: Written[]; histograms?: [number, WrittenHistogram][] }[];
}

export interface SingleData {
  resultType: 'scalar' | 'string';
  result: Written;
}

export type QueryData = VectorData | MatrixData | SingleData;

/** A target as the API describes it. */
export interface Target {
  labels: Labels;
  /** As discovery found them, before the job's rules. */
  discoveredLabels: Labels;
  scrapePool: string;
  scrapeUrl: string;
  scrapeTimeout: string;
  lastScrape: string;
  lastScrapeDuration: number;
  lastError: string;
  health: string;
  problem?: string;
}

/** The whole answer of an instant query, with `data`, `infos` and `warnings`. */
export const ask = (query: string, time: number) => get<QueryData>('api/v1/query', { query, time });

/** Series of an instant query: [{labels, value}], values as numbers. */
export async function instant(query: string, time: number): Promise<Sample[]> {
  const { data } = await get<VectorData>('api/v1/query', { query, time });
  return data.result.map((s) => ({ labels: s.metric, value: Number(s.value?.[1]) }));
}

/** The whole answer of a range query over a grid. */
export const askRange = (query: string, { start, end, step }: Times) =>
  get<MatrixData>('api/v1/query_range', { query, start, end, step });

/** Series of a range query's data: [{labels, points: [[seconds, value], …]}]. */
export const seriesOf = ({ result }: MatrixData): Series[] =>
  result.map((s) => ({ labels: s.metric, points: (s.values ?? []).map(([t, v]) => [t, Number(v)]) }));

/** Series of a range query over a grid. */
export const range = async (query: string, times: Times) => seriesOf((await askRange(query, times)).data);

/** The active targets. */
export async function targets(): Promise<Target[]> {
  return (await get<{ activeTargets: Target[] }>('api/v1/targets', { state: 'active' })).data.activeTargets;
}

/** A query as the server's formatter writes it. */
export const formatted = async (query: string) => (await get<string>('api/v1/format_query', { query })).data;

/** The names of all metrics. */
export async function metricNames(): Promise<string[]> {
  return (await get<string[]>('api/v1/label/__name__/values', {})).data;
}

/** The names of the labels of what a selector matches between two times. */
export const labelNames = async (selector: string, start: number, end: number) =>
  (await get<string[]>('api/v1/labels', { 'match[]': selector, start, end })).data;

/** The values of a label of what a selector matches between two times; of everything where it is "". */
export const labelValues = async (label: string, selector: string, start: number, end: number) =>
  (await get<string[]>(`api/v1/label/${encodeURIComponent(label)}/values`, { start, end, ...(selector && { 'match[]': selector }) })).data;

/** The server's clock, in seconds since 1970. */
export async function serverTime(): Promise<number> {
  return Number((await get<SingleData>('api/v1/query', { query: 'time()' })).data.result[1]);
}

/** What was noted about a time, in seconds since 1970; a moment, or what goes on, has no end. */
export interface Note {
  time: number;
  end: number | null;
  kind: string;
  text: string;
  tags: string[];
}

/** What was noted about the times from `start` to `end`, newest first. */
export async function annotations(start: number, end: number): Promise<Note[]> {
  type Written = Omit<Note, 'time' | 'end'> & { time: string; end?: string };
  const { data } = await get<{ annotations: Written[] }>('api/v1/annotations', { start, end, limit: 100 });
  return data.annotations.map((a) => ({ ...a, time: Date.parse(a.time) / 1000, end: a.end ? Date.parse(a.end) / 1000 : null }));
}

/** What can go wrong in the demo, and which kinds do now; elsewhere there are none. */
export interface Demo {
  window: string;
  kinds: { kind: string; syntax: string }[];
  active: string[];
}

/** How the demo is. */
export const demo = async () => (await get<Demo>('api/v1/demo/incident', {})).data;

/** Lets something go wrong in the demo. */
export async function letHappen(incident: string) {
  const headers = { 'Content-Type': 'application/json' };
  const url = new URL('api/v1/demo/incident', document.baseURI);
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ incident }) });
  const body = await response.json();
  if (body.status !== 'success') throw new Error(body.error);
}
