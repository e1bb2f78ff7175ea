// The panels as data: what each asks, and how its numbers are written. Texts are in messages.*.js.

import { bytes, number, percent, seconds } from './format.js';

export const REQUESTS = 'fastapi_request_count_total{endpoint!="/metrics"}';
const ERRORS = 'fastapi_request_count_total{endpoint!="/metrics",status_code=~"5.."}';
const LATENCY = 'fastapi_request_duration_seconds_bucket{endpoint!="/metrics"}';

const jobName = (labels) => labels.job ?? 'all';

export const PANELS = [
  { id: 'rps', query: `sum(rate(${REQUESTS}[5m]))`, format: number, perWindow: true },
  {
    id: 'split',
    query: `sum by (method, status_code) (rate(${REQUESTS}[5m]))`,
    format: number,
    perWindow: true,
    name: (l) => `${l.method ?? '?'} ${l.status_code ?? '?'}`,
  },
  { id: 'volume', query: `sum(increase(${REQUESTS}[5m]))`, format: number, volumes: ['5m', '1h'] },
  { id: 'p95', query: `histogram_quantile(0.95, sum by (le) (rate(${LATENCY}[5m])))`, format: seconds },
  { id: 'errors', query: `(sum(rate(${ERRORS}[5m])) or vector(0)) / sum(rate(${REQUESTS}[5m]))`, format: percent },
  { id: 'cpu', query: 'sum by (job) (rate(process_cpu_seconds_total[5m]))', format: number, perWindow: true, name: jobName },
  { id: 'memory', query: 'sum by (job) (process_resident_memory_bytes)', format: bytes, name: jobName },
];

/** The volume of a window. */
export const volumeQuery = (window) => `sum(increase(${REQUESTS}[${window}]))`;
