// The server's HTTP API as a few calls. Every failure is an Error with the server's own text.

import { say } from './duration.js';
import { text } from './text.js';

/** Nobody answered: the page as a whole says so, not each part of it. */
export class Away extends Error {}

/** Whether the server answers: since when not, in milliseconds since 1970, or null. */
export const connection = { awaySince: null };

const PATIENCE_SECONDS = 15;
const asked = new Map();

async function fetchJson(url) {
  let response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_SECONDS * 1000) });
  } catch (e) {
    // One slow query does not mean that the server is away.
    if (e.name === 'TimeoutError') throw new Error(text('error.slow', { duration: say(PATIENCE_SECONDS) }));
    connection.awaySince ??= Date.now();
    throw new Away(e.message);
  }
  connection.awaySince = null;
  const type = response.headers.get('content-type') ?? '';
  if (!type.includes('json')) throw new Error(`HTTP ${response.status}`);
  const body = await response.json();
  if (body.status !== 'success') throw new Error(body.error);
  return body;
}

/** Two panels that ask the same at the same time share the answer. */
function get(path, parameters) {
  const url = new URL(path, document.baseURI);
  url.search = new URLSearchParams(parameters);
  if (!asked.has(url.href)) asked.set(url.href, fetchJson(url).finally(() => asked.delete(url.href)));
  return asked.get(url.href);
}

/** The whole answer of an instant query, with `data`, `infos` and `warnings`. */
export const ask = (query, time) => get('api/v1/query', { query, time });

/** Series of an instant query: [{labels, value}], values as numbers. */
export async function instant(query, time) {
  const { data } = await ask(query, time);
  return data.result.map((s) => ({ labels: s.metric, value: Number(s.value[1]) }));
}

/** The whole answer of a range query over a grid. */
export const askRange = (query, { start, end, step }) => get('api/v1/query_range', { query, start, end, step });

/** Series of a range query's data: [{labels, points: [[seconds, value], …]}]. */
export const seriesOf = ({ result }) =>
  result.map((s) => ({ labels: s.metric, points: (s.values ?? []).map(([t, v]) => [t, Number(v)]) }));

/** Series of a range query over a grid. */
export const range = async (query, grid) => seriesOf((await askRange(query, grid)).data);

/** The active targets. */
export async function targets() {
  return (await get('api/v1/targets', { state: 'active' })).data.activeTargets;
}

/** The names of all metrics. */
export async function metricNames() {
  return (await get('api/v1/label/__name__/values', {})).data;
}

/** The server's clock, in seconds since 1970. */
export async function serverTime() {
  return Number((await get('api/v1/query', { query: 'time()' })).data.result[1]);
}
