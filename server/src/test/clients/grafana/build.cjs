// Bundles ask.mjs; whatever of Grafana's platform it names becomes a stand-in.
const esbuild = require('esbuild');

const standIns = {
  name: 'stand-ins',
  setup(build) {
    build.onResolve({ filter: /^@grafana\/(data|runtime|i18n|ui|schema|e2e-selectors)$/ }, (args) => ({
      path: args.path,
      namespace: 'stand-in',
    }));
    build.onLoad({ filter: /.*/, namespace: 'stand-in' }, () => ({
      contents: `
        exports.config = globalThis.platform?.config ?? {};
        exports.getBackendSrv = () => globalThis.platform;
        exports.incrRoundDn = (value, step) => Math.floor(value / step) * step;
        exports.dateMath = {};
        exports.AbstractLabelOperator = {};
        exports.t = (key, text) => text;`,
    }));
  },
};

esbuild
  .build({
    entryPoints: [`${__dirname}/ask.mjs`],
    outfile: `${__dirname}/ask.cjs`,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    plugins: [standIns],
    logLevel: 'error',
  })
  .catch(() => process.exit(1));
