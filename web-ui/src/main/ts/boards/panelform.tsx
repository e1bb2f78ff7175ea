// The form of one panel.

import { FORMATS, type FormatName } from '../format.ts';
import { text } from '../text.ts';
import { inLanguage, panelsOf, type WrittenBoard, type WrittenPanel } from './boards.ts';
import { panelChanged, withWords, type Fault } from './draft.ts';
import { CheckField, ChoiceField, QueryField, TextField } from './fields.tsx';
import { Preview } from './preview.tsx';

interface FormProperties {
  board: WrittenBoard;
  at: number;
  fault: Fault | null;
  now: number;
  change: (board: WrittenBoard) => void;
}

type Set = (changes: Partial<Record<keyof WrittenPanel, unknown>>) => void;

const formats = () => (Object.keys(FORMATS) as FormatName[]).map((formatName) => [formatName, text(`format.${formatName}`)] as const);

const THRESHOLD = { value: 1, breach: 'above', for: '5m' } as const;

/** An alert's condition: a panel has one or none. */
function ThresholdFields({ threshold, set, faultIn }: { threshold: WrittenPanel['threshold']; set: Set; faultIn: (member: string) => string }) {
  const to = (changes: object) => set({ threshold: { ...THRESHOLD, ...threshold, ...changes } });
  return (
    <fieldset>
      <legend>{text('edit.threshold')}</legend>
      <CheckField name="threshold" label={text('edit.hasThreshold')} value={threshold !== undefined}
        change={(has) => set({ threshold: has ? THRESHOLD : undefined })} />
      {threshold && (
        <>
          <ChoiceField name="threshold.breach" label={text('edit.breach')} value={threshold.breach} fault={faultIn('threshold.breach')}
            options={[['below', text('edit.below')], ['above', text('edit.above')]]} change={(breach) => to({ breach })} />
          <TextField name="threshold.value" label={text('edit.value')} value={String(threshold.value)} fault={faultIn('threshold.value')}
            change={(value) => to({ value: value.trim() && Number.isFinite(Number(value)) ? Number(value) : value })} />
          <TextField name="threshold.for" label={text('edit.for')} value={threshold.for} fault={faultIn('threshold.for')} change={(held) => to({ for: held })} />
        </>
      )}
    </fieldset>
  );
}

const listed = (words: string) => words.split(',').map((word) => word.trim()).filter(Boolean);

export function PanelForm({ board, at, fault, now, change }: FormProperties) {
  const panel = board.panels[at]!;
  const set: Set = (changes) => change(panelChanged(board, at, changes));
  const faultIn = (member: string) => (fault && (fault.member === member || fault.member.startsWith(`${member}[`)) ? fault.words : '');
  const words = (name: 'title' | 'unit' | 'read' | 'why' | 'short', label: string, rows = 1, placeholder = '') => (
    <TextField name={name} label={label} value={inLanguage(panel[name])} rows={rows} placeholder={placeholder} fault={faultIn(name)}
      change={(value) => set({ [name]: withWords(panel[name], value) ?? (name === 'short' ? undefined : '') })} />
  );
  const plain = (name: 'id' | 'legend' | 'window', label: string, hint?: string) => (
    <TextField name={name} label={label} value={panel[name] ?? ''} fault={faultIn(name)} hint={hint} mono late={name === 'id'}
      change={(value) => set({ [name]: value || undefined })} />
  );
  return (
    <div class="panel-form">
      <div class="fields">
        {words('title', text('edit.title'))}
        {words('unit', text('edit.unit'))}
        <QueryField name="query" label={text('label.query')} value={panel.query} fault={faultIn('query')} change={(query) => set({ query })} />
        {words('read', text('label.read'), 2, text('edit.read'))}
        {words('why', text('label.why'), 2, text('edit.why'))}
        <ChoiceField name="format" label={text('edit.format')} value={panel.format} fault={faultIn('format')}
          options={formats()} change={(format) => set({ format })} />
        {plain('legend', text('edit.legend'), text('edit.legend.hint', { example: '{{job}}' }))}
        {plain('window', text('edit.window'), text('edit.window.hint'))}
        <TextField name="volumes" label={text('edit.volumes')} value={(panel.volumes ?? []).join(', ')} fault={faultIn('volumes')} mono
          change={(value) => set({ volumes: listed(value).length ? listed(value) : undefined })} />
        <CheckField name="perWindow" label={text('edit.perWindow')} value={panel.perWindow === true} change={(is) => set({ perWindow: is || undefined })} />
        {plain('id', text('edit.id'))}
        <ThresholdFields threshold={panel.threshold} set={set} faultIn={faultIn} />
        {panel.threshold && words('short', text('edit.short'))}
      </div>
      <Preview definition={panelsOf(board)[at]!} now={now} />
    </div>
  );
}
