// The server's HTTP API as three calls. Every failure is an Error with the server's own text.

async function get(path, params) {
  const url = new URL(path, document.baseURI);
  for (const [key, value] of Object.entries(params)) url.searchParams.set(key, value);
  const response = await fetch(url, { signal: AbortSignal.timeout(15000) });
  const type = response.headers.get('content-type') ?? '';
  if (!type.includes('json')) throw new Error(`HTTP ${response.status}`);
  const body = await response.json();
  if (body.status !== 'success') throw new Error(body.error);
  return body.data;
}

/** Series of an instant query: [{labels, value}], values as numbers. */
export async function instant(query) {
  const data = await get('api/v1/query', { query });
  return data.result.map((s) => ({ labels: s.metric, value: Number(s.value[1]) }));
}

/** Series of a range query: [{labels, points: [[seconds, value], …]}]. */
export async function range(query, start, end, step) {
  const data = await get('api/v1/query_range', { query, start, end, step });
  return data.result.map((s) => ({ labels: s.metric, points: s.values.map(([t, v]) => [t, Number(v)]) }));
}

/** The active targets. */
export async function targets() {
  return (await get('api/v1/targets', { state: 'active' })).activeTargets;
}
