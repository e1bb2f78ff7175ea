// A picture of one chunk: its bits, each field in a colour, and what the one that is pointed at says.

import { useEffect, useState } from 'preact/hooks';
import { bytes, moment, number } from '../format.ts';
import { LabelList, Nothing, Section, Table, Value } from '../parts.tsx';
import { push, state } from '../route.ts';
import { text } from '../text.ts';
import { chunk, type Chunk, type ChunkField } from './data.ts';

/** What parts are about, by which they have their colours. */
const KINDS = ['header', 'time', 'value', 'special', 'start', 'rest'] as const;

type Kind = (typeof KINDS)[number];

const KIND_OF: Record<string, Kind> = {
  t0: 'time', interval: 'time', 'jitter-width': 'time', 'jitter-length': 'time', 'jitter-least': 'time', jitter: 'time',
  'first-time': 'time', time: 'time', 'time-again': 'time', 'time-changed': 'time',
  base: 'value', 'first-number': 'value', slope: 'value', 'fine-slope': 'value', 'least-distance': 'value', residuals: 'value', deltas: 'value',
  value: 'value', 'same-value': 'value', histograms: 'value', 'started-histograms': 'value', 'started-floats': 'value',
  gaps: 'special', gap: 'special', patches: 'special', 'patch-length': 'special', patch: 'special', exceptions: 'special', exception: 'special',
  'starts-length': 'start', 'starts-at-t0': 'start', 'starts-as-before': 'start', 'starts-behind': 'start', 'start-flags': 'start',
  padding: 'rest',
};

/** What a part of a newer server is, is said in its own words. */
const KNOWN = new Set([...Object.keys(KIND_OF), 'samples', 'flags', 'width', 'exponent', 'shift', 'lengths', 'time-lengths',
  'depth', 'depth-no-drop', 'beside', 'reset', 'samples-and-reset']);

const kindOf = ({ part }: ChunkField): Kind => KIND_OF[part] ?? 'header';

/** The flags of a chunk are words of the format. */
const spoken = (part: string, value: string) =>
  (part === 'flags' ? value.split(', ').map((flag) => flag.replaceAll(' ', '-')).map((chunkFlag) => text(`flag.${chunkFlag}`)).join(', ') : value);

function explain({ part: chunkPart, values, meaning }: ChunkField): string {
  const [a = '', b = '', c = ''] = values.map((value) => spoken(chunkPart, value));
  return KNOWN.has(chunkPart) ? text(`chunk.${chunkPart}`, { a, b, c }) : meaning;
}

/** All bits of a chunk, as zeros and ones. */
const bitsOf = (hex: string) => [...hex].map((digit) => parseInt(digit, 16).toString(2).padStart(4, '0')).join('');

const place = ({ bit, bits }: ChunkField) => (bits === 1 ? text('chunk.bit', { from: bit }) : text('chunk.bits', { from: bit, to: bit + bits - 1, n: bits }));

const MOVES: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };

/** The bits as a list of fields, of which one is chosen: by pointing at it, or with the arrow keys. */
function Bits({ of: { bytes: hex, fields } }: { of: Chunk }) {
  const [chosen, choose] = useState(0);
  const all = bitsOf(hex);
  const field = fields[Math.min(chosen, fields.length - 1)]!;
  const move = (event: KeyboardEvent) => {
    const by = MOVES[event.key];
    if (by === undefined) return;
    event.preventDefault();
    choose(Math.min(fields.length - 1, Math.max(0, chosen + by)));
  };
  return (
    <div class="picture">
      <div class="bits" role="group" tabIndex={0} aria-label={text('chunk.picture')} aria-activedescendant={`chunk-field-${chosen}`} onKeyDown={move}>
        {fields.map((f, i) => (
          <span key={f.bit} id={`chunk-field-${i}`} role="img" aria-label={`${place(f)}: ${explain(f)}`}
            class={`bit-${kindOf(f)} ${i % 2 ? 'odd' : ''} ${i === chosen ? 'chosen' : ''}`} data-bit={f.bit} data-bits={f.bits} data-part={f.part}
            onPointerEnter={() => choose(i)}>{all.slice(f.bit, f.bit + f.bits)}</span>
        ))}
      </div>
      <div class="field" aria-live="polite">
        <p><b>{explain(field)}</b></p>
        <p class="hint">{place(field)}, {text('chunk.byte', { byte: Math.floor(field.bit / 8) })}: <code>{all.slice(field.bit, field.bit + Math.min(64, field.bits))}{field.bits > 64 ? '…' : ''}</code></p>
        <ul class="legend" aria-label={text('chunk.colors')}>
          {KINDS.filter((chunkKind) => fields.some((f) => kindOf(f) === chunkKind)).map((chunkKind) => (
            <li key={chunkKind}><span class={`swatch bit-${chunkKind}`} />{text(`chunk.kind.${chunkKind}`)}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function Found({ of: found, go }: { of: Chunk; go: (n: number) => void }) {
  const { series, matching, chunk: n, chunks, encoding, bytes: hex, samples } = found;
  if (!chunks) return <Nothing>{text('chunk.none')}</Nothing>;
  const size = hex.length / 2;
  return (
    <>
      <p class="summary"><LabelList labels={series} />{matching > 1 && <span class="hint">{text('chunk.first', { n: number(matching) })}</span>}</p>
      <p class="actions">
        <button type="button" disabled={n === 1} onClick={() => go(n - 1)}>{text('chunk.older')}</button>
        <span>{text('chunk.which', { n: number(n), all: number(chunks) })}</span>
        <button type="button" disabled={n === chunks} onClick={() => go(n + 1)}>{text('chunk.newer')}</button>
        <span><code>{encoding}</code></span>
        <span><Value of={size} as={bytes} name="chunk-bytes" /></span>
        {samples.length > 0 && <span>{text('chunk.each', { n: number(samples.length), bits: number((8 * size) / samples.length) })}</span>}
      </p>
      <Bits of={found} key={`${n} ${hex}`} />
      {samples.length > 0 && (
        <details>
          <summary>{text('chunk.decoded')}</summary>
          <Table name={text('chunk.decoded')} heads={['#', text('chunk.at'), text('query.value')]} numbers={2} id="chunk-samples">
            {samples.map(([time, value], i) => <tr key={i}><td>{i}</td><td>{moment(time / 1000)}.{String(time % 1000).padStart(3, '0')}</td><td class="value">{value}</td></tr>)}
          </Table>
        </details>
      )}
    </>
  );
}

export function ChunkPicture() {
  const [found, setFound] = useState<Chunk | null>(null);
  const [problem, setProblem] = useState('');
  const [asked, ask] = useState(0);
  useEffect(() => {
    if (!state.series) return undefined;
    let there = true;
    chunk(state.series, state.chunk).then((c) => { if (there) { setFound(c); setProblem(''); } })
      .catch((e: Error) => { if (there) { setFound(null); setProblem(e.message); } });
    return () => { there = false; };
  }, [state.series, state.chunk, asked]);
  const show = (series: string, n: string) => {
    push({ series, chunk: n });
    ask(asked + 1);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    show(String(new FormData(event.target as HTMLFormElement).get('series')).trim(), '');
  };
  return (
    <Section id="chunk" title={text('chunk.title')}>
      <p class="hint">{text('chunk.about')}</p>
      <form class="actions" onSubmit={submit}>
        <label>{text('chunk.series')} <input name="series" class="selector" defaultValue={state.series} placeholder={'up{job="…"}'} required /></label>
        <button>{text('chunk.show')}</button>
      </form>
      {problem && <p class="problem" role="status">{problem}</p>}
      {found && <Found of={found} go={(n) => show(state.series, String(n))} />}
    </Section>
  );
}
