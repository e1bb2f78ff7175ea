// What Prometheus' query editor asks a server while somebody types, by its own code.
// Writes what it was told as JSON: node ask.cjs http://127.0.0.1:9090
const { HTTPPrometheusClient } = require('@prometheus-io/codemirror-promql/dist/cjs/client/prometheus');
const { newCompleteStrategy } = require('@prometheus-io/codemirror-promql/dist/cjs/complete');
const { LanguageType, promQLLanguage } = require('@prometheus-io/codemirror-promql/dist/cjs/promql');
const { CompletionContext } = require('@codemirror/autocomplete');
const { EditorState } = require('@codemirror/state');

const url = process.argv[2];
const failures = [];

function client(httpMethod) {
  return new HTTPPrometheusClient({
    url,
    httpMethod,
    lookbackInterval: 12 * 60 * 60 * 1000,
    httpErrorHandler: (error) => failures.push(String(error)),
  });
}

// The labels of what is offered at the cursor, which is a | in the text.
async function offered(textWithCursor) {
  const cursor = textWithCursor.indexOf('|');
  const text = textWithCursor.replace('|', '');
  const state = EditorState.create({ doc: text, extensions: promQLLanguage(LanguageType.PromQL) });
  const context = new CompletionContext(state, cursor, true);
  const result = await newCompleteStrategy({ remote: client('POST') }).promQL(context);
  return result === null ? [] : result.options.map((option) => option.label);
}

async function asked(httpMethod) {
  const api = client(httpMethod);
  return {
    names: await api.metricNames(),
    labels: await api.labelNames('pushed'),
    values: await api.labelValues('instance', 'pushed'),
    series: await api.series('pushed', [], ''),
    metadata: await api.metricMetadata(),
    flags: await api.flags(),
  };
}

(async () => {
  const answers = {
    get: await asked('GET'),
    post: await asked('POST'),
    metrics: await offered('sum(pus|)'),
    labels: await offered('pushed{|}'),
    values: await offered('pushed{instance="|"}'),
    grouping: await offered('sum by (|) (pushed)'),
    failures,
  };
  process.stdout.write(JSON.stringify(answers));
})();
