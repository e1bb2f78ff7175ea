// The fields of a form, each with its name, and what the server has against it.

import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Editor } from '../editor.ts';
import { text } from '../text.ts';

interface Named {
  name: string;
  label: string;
  /** What is wrong with it, or "". */
  fault?: string;
  hint?: string;
}

const Labelled = ({ name, label, fault = '', hint = '', id, children, wide = false }: Named & { id: string; children: ComponentChildren; wide?: boolean }) => (
  <div class={wide ? 'field wide-field' : 'field'} data-field={name}>
    <label for={id}>{label}</label>
    {children}
    {hint && <small>{hint}</small>}
    {fault && <p class="problem" id={`${id}-fault`} role="alert">{fault}</p>}
  </div>
);

const faulty = (id: string, fault = '') => ({ 'aria-invalid': fault ? true : undefined, 'aria-describedby': fault ? `${id}-fault` : undefined });

interface TextProperties extends Named {
  value: string;
  change: (value: string) => void;
  rows?: number;
  mono?: boolean;
  /** Told only when the writer is done: in between it may be another's. */
  late?: boolean;
  placeholder?: string;
}

/** A text of a line, or of several; what is written stays as it is, whatever is made of it. */
export function TextField({ value, change, rows = 1, mono = false, late = false, placeholder, ...named }: TextProperties) {
  const id = useId();
  const common = { id, defaultValue: value, placeholder, class: mono ? 'mono' : undefined, spellcheck: mono ? false : undefined, ...faulty(id, named.fault) };
  return (
    <Labelled {...named} id={id} wide={rows > 1}>
      {rows > 1
        ? <textarea {...common} rows={rows} onInput={(e) => change(e.currentTarget.value)} />
        : <input {...common} onInput={(e) => late || change(e.currentTarget.value)} onChange={(e) => late && change(e.currentTarget.value)} />}
    </Labelled>
  );
}

interface ChoiceProperties extends Named {
  value: string;
  change: (value: string) => void;
  /** Values, and what they are called. */
  options: readonly (readonly [string, string])[];
}

/** One of a few values. */
export function ChoiceField({ value, change, options, ...named }: ChoiceProperties) {
  const id = useId();
  return (
    <Labelled {...named} id={id}>
      <select id={id} {...faulty(id, named.fault)} value={value} onChange={(e) => change(e.currentTarget.value)}>
        {options.map(([key, words]) => <option key={key} value={key} selected={key === value}>{words}</option>)}
      </select>
    </Labelled>
  );
}

/** Yes or no. */
export const CheckField = ({ name, label, value, change }: Named & { value: boolean; change: (value: boolean) => void }) => (
  <div class="field check" data-field={name}>
    <label><input type="checkbox" checked={value} onChange={(e) => change(e.currentTarget.checked)} /> {label}</label>
  </div>
);

/** A query, with completion and what is wrong with it while one types. */
export function QueryField({ value, change, ...named }: Named & { value: string; change: (value: string) => void }) {
  const id = useId();
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(change);
  latest.current = change;
  useEffect(() => {
    const editor = new Editor(value, null, { id, label: text('label.query'), changed: (query) => latest.current(query) });
    place.current!.append(editor.root);
    return () => editor.close();
  }, []);
  return (
    <div class="field wide-field" data-field={named.name}>
      <span class="label" aria-hidden="true">{named.label}</span>
      <div class="query-field" ref={place} />
      {named.fault && <p class="problem" role="alert">{named.fault}</p>}
    </div>
  );
}
