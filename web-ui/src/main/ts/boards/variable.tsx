// A variable of a dashboard: a button that opens a list of a label's values, of which any number can be chosen.

import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { text } from '../text.ts';

/** From how many values on a field narrows the list down, and how many are listed at once. */
const MANY = 10;
const MOST_LISTED = 200;

export interface VariableProperties {
  name: string;
  values: readonly string[];
  /** None where the variable is not narrowed down. */
  chosen: readonly string[];
  choose: (values: string[]) => void;
}

const said = ({ values, chosen }: VariableProperties) =>
  (chosen.length > 1 ? text('variable.some', { n: chosen.length, all: values.length }) : (chosen[0] ?? text('variable.all')));

/** Calls back when somebody turns to another part of the page. */
function useLeaving(root: { current: HTMLElement | null }, isOpen: boolean, leave: () => void) {
  useEffect(() => {
    if (!isOpen) return undefined;
    const look = (event: Event) => event.target instanceof Node && !root.current?.contains(event.target) && leave();
    for (const type of ['pointerdown', 'focusin']) document.addEventListener(type, look);
    return () => { for (const type of ['pointerdown', 'focusin']) document.removeEventListener(type, look); };
  }, [isOpen]);
}

/** Where an arrow, Home or End leads to from the control that has the focus. */
function goal(key: string, all: HTMLElement[], from: number): HTMLElement | undefined {
  switch (key) {
    case 'ArrowDown': return all[Math.min(from + 1, all.length - 1)];
    case 'ArrowUp': return all[Math.max(from - 1, 0)];
    case 'Home': return all[0];
    case 'End': return all.at(-1);
    default: return undefined;
  }
}

function List({ id, properties: { name, values, chosen, choose } }: { id: string; properties: VariableProperties }) {
  const [find, setFind] = useState('');
  const found = values.filter((value) => value.toLowerCase().includes(find.toLowerCase()));
  const toggle = (value: string) => choose(chosen.includes(value) ? chosen.filter((v) => v !== value) : [...chosen, value]);
  return (
    <div class="values" id={id} role="group" aria-label={text('variable.choose', { name })}>
      {values.length > MANY && (
        <input type="search" value={find} aria-label={text('variable.find')} placeholder={text('variable.find')}
          onInput={(e) => setFind(e.currentTarget.value)} />
      )}
      <button type="button" class="all" onClick={() => choose([])}>{text('variable.clear')}</button>
      <div class="scroll">
        {found.slice(0, MOST_LISTED).map((value) => (
          <label key={value}>
            <input type="checkbox" value={value} checked={chosen.includes(value)} onChange={() => toggle(value)} /> {value}
          </label>
        ))}
      </div>
      {!found.length && <p class="hint">{text('variable.none')}</p>}
      {found.length > MOST_LISTED && <p class="hint">{text('others', { n: found.length - MOST_LISTED })}</p>}
    </div>
  );
}

export function Variable(properties: VariableProperties) {
  const { name, values, chosen } = properties;
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  useLeaving(root, isOpen, () => setOpen(false));
  const controls = () => [...root.current!.querySelectorAll<HTMLElement>('.values input')];
  useEffect(() => { if (isOpen) controls()[0]?.focus(); }, [isOpen]);
  const onKeyDown = (event: KeyboardEvent) => {
    const all = controls();
    const isWriting = event.target instanceof HTMLInputElement && event.target.type === 'search' && !event.key.startsWith('Arrow');
    if (event.key === 'Escape' && isOpen) {
      setOpen(false);
      root.current!.querySelector('button')!.focus();
    } else if (!isOpen && event.key === 'ArrowDown') setOpen(true);
    else if (isOpen && !isWriting && goal(event.key, all, 0)) goal(event.key, all, all.indexOf(event.target as HTMLElement))!.focus();
    else return;
    event.preventDefault();
  };
  // A choice of a link may have no series any more; it can be taken back all the same.
  const all = [...chosen.filter((value) => !values.includes(value)), ...values];
  return (
    <div class="variable" data-variable={name} ref={root} onKeyDown={onKeyDown}>
      <button type="button" class={chosen.length ? 'narrowed' : undefined} aria-expanded={isOpen} aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}>
        <span>{name}</span> <b>{said({ ...properties, values: all })}</b>
      </button>
      {isOpen && <List id={id} properties={{ ...properties, values: all }} />}
    </div>
  );
}
