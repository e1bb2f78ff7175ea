// What Grafana's data source asks a server for its editors and variables, by Grafana's own code.
// Grafana's platform is not here: the few things of it that this code touches are below.
// Writes what it was told as JSON: node ask.cjs http://127.0.0.1:9090
import { LabelsApiClient, SeriesApiClient } from './node_modules/@grafana/prometheus/dist/esm/resource_clients.mjs';
import { SearchApiClient } from './node_modules/@grafana/prometheus/dist/esm/search_api_client.mjs';

const url = process.argv[2];
const asked = [];

async function fetched(path) {
  const response = await fetch(url + path);
  asked.push(`${response.status} ${path.replace(/\?.*/, '')}`);
  return response;
}

function query(params) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params ?? {})) {
    if (value !== undefined) {
      search.append(name, String(value));
    }
  }
  return search.toString();
}

async function request(path, params) {
  const answer = await (await fetched(`${path}?${query(params)}`)).json();
  return answer.data;
}

// The platform's way to an answer that comes in pieces.
globalThis.platform = {
  config: {},
  chunked: ({ url: path, params }) => ({
    subscribe(observer) {
      const api = path.slice(path.indexOf('resources/') + 'resources'.length);
      fetched(`${api}?${query(params)}`)
        .then(async (response) => {
          const { ok, status, statusText } = response;
          for await (const data of response.body) {
            observer.next({ ok, status, statusText, data });
          }
          observer.complete();
        })
        .catch((error) => observer.error(error));
      return { unsubscribe() {} };
    },
  }),
};

const end = Math.floor(Date.now() / 1000);
const times = { start: String(end - 3600), end: String(end) };
const range = { from: { valueOf: () => (end - 3600) * 1000 }, to: { valueOf: () => end * 1000 } };
const datasource = {
  uid: 'narthex',
  cacheLevel: 'None',
  seriesLimit: 40000,
  getTimeRangeParams: () => times,
  getAdjustedInterval: () => times,
  hasLabelsMatchAPISupport: () => true,
  interpolateString: (text) => text,
};

async function answers(Client) {
  const client = new Client(request, datasource);
  return {
    metrics: (await client.queryMetrics(range)).metrics,
    labels: await client.queryLabelKeys(range, 'pushed{job="batch"}'),
    values: await client.queryLabelValues(range, 'instance', 'pushed{job="batch"}'),
    unusual: await client.queryLabelValues(range, '"dots.in.it"', 'pushed'),
  };
}

(async () => {
  const all = {
    labelsClient: await answers(LabelsApiClient),
    seriesClient: await answers(SeriesApiClient),
    searchClient: await answers(SearchApiClient),
    asked,
  };
  process.stdout.write(JSON.stringify(all));
})();
