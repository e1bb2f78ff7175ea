// What becomes of a query: its operators, and what each read, gave and took.

import { render } from 'preact';
import { bytes, seconds } from './format.ts';
import { element } from './dom.ts';
import type { Grid } from './grid.ts';
import { post } from './http.ts';
import { Table, Value } from './parts.tsx';
import { replace, state } from './route.ts';
import { text } from './text.ts';

interface Operator {
  operator: string;
  rows?: number;
  values?: number;
  samplesRead?: number;
  chunksDecoded?: number;
  bytesRead?: number;
  wallTime?: number;
  selfTime?: number;
  inputs: Operator[];
}

interface Explanation {
  optimizers: { name: string; enabled: boolean; changed: boolean }[];
  operators: Operator | null;
  stats?: { timings: { evalTotalTime: number; execQueueTime: number }; samples: { totalQueryableSamples: number; peakSamples: number }; memory?: { peakBytes: number } };
}

interface Line {
  operator: Operator;
  depth: number;
}

const linesOf = (operator: Operator, depth = 0): Line[] => [{ operator, depth }, ...operator.inputs.flatMap((input) => linesOf(input, depth + 1))];

const Row = ({ line: { operator: o, depth }, whole }: { line: Line; whole: number }) => (
  <tr data-operator={o.operator}>
    <th scope="row" style={{ paddingLeft: `${depth * 20}px` }}>{depth > 0 && <span aria-hidden="true">└ </span>}<code>{o.operator}</code></th>
    <td class="value"><Value of={o.rows ?? 0} /></td>
    <td class="value"><Value of={o.values ?? 0} /></td>
    <td class="value"><Value of={o.samplesRead ?? 0} name="samplesRead" /></td>
    <td class="value"><Value of={o.chunksDecoded ?? 0} /></td>
    <td class="value"><Value of={o.bytesRead ?? 0} as={bytes} /></td>
    <td class="value"><Value of={o.selfTime ?? 0} as={seconds} /></td>
    <td class="value share"><span class="bar-share" style={{ width: `${((o.selfTime ?? 0) / whole) * 100}%` }} /></td>
  </tr>
);

function Plan({ of: { operators, optimizers, stats } }: { of: Explanation }) {
  const lines = operators ? linesOf(operators) : [];
  const whole = Math.max(1e-9, ...lines.map((l) => l.operator.wallTime ?? 0));
  const changed = optimizers.filter((o) => o.changed).map((o) => o.name);
  const heads = [text('plan.operator'), text('query.series'), text('plan.values'), text('plan.samples'), text('cardinality.chunks'), text('plan.bytes'), text('plan.self'), text('rank.share')];
  return (
    <>
      {stats && (
        <p class="summary">
          <span><Value of={stats.timings.evalTotalTime} as={seconds} name="evalTotalTime" /> {text('plan.total')}</span>
          <span><Value of={stats.samples.totalQueryableSamples} name="totalQueryableSamples" /> {text('plan.samples')}</span>
          {stats.memory && <span><Value of={stats.memory.peakBytes} as={bytes} name="peakBytes" /> {text('plan.peak')}</span>}
        </p>
      )}
      <p class="hint">{changed.length ? text('plan.changed', { names: changed.join(', ') }) : text('plan.unchanged')}</p>
      <Table name={text('query.explain')} heads={heads} numbers={1} id="query-plan">{lines.map((line, i) => <Row line={line} whole={whole} key={i} />)}</Table>
    </>
  );
}

/** A part that unfolds; only then the query is run once more, and measured. */
export class Explain {
  readonly #body = element('div');
  readonly root = element('details', { id: 'query-explain' }, element('summary', {}, text('query.explain')), this.#body);
  #asked: { query: string; grid: Grid } | null = null;

  constructor() {
    this.root.open = state.explain !== '';
    this.root.hidden = true;
    this.root.addEventListener('toggle', () => {
      replace({ explain: this.root.open ? '1' : '' });
      void this.#renew();
    });
  }

  /** Takes over what was run. */
  show(query: string, grid: Grid) {
    this.#asked = { query, grid };
    this.root.hidden = false;
    void this.#renew();
  }

  close() {
    render(null, this.#body);
  }

  async #renew() {
    const asked = this.#asked;
    if (asked === null || !this.root.open) return;
    const { query, grid: { start, end, step } } = asked;
    try {
      const { data } = await post<Explanation>('api/v1/explain', { query, start, end, step, analyze: 'true' });
      if (asked === this.#asked) render(<Plan of={data} />, this.#body);
    } catch (e) {
      render(<p class="problem" role="status">{(e as Error).message}</p>, this.#body);
    }
  }
}
