// What can be done with a dashboard that is being edited.

import { useState } from 'preact/hooks';
import { href } from '../route.ts';
import { text } from '../text.ts';
import { grafanaOf, type WrittenBoard } from './boards.ts';

interface ToolbarProperties {
  board: WrittenBoard;
  origin: 'pack' | 'saved';
  isChanged: boolean;
  /** Those that are taken. */
  names: readonly string[];
  fault: string;
  save: (name: string) => void;
  back: () => void;
  discard: () => void;
}

/** Asks for another name. */
function SaveAs({ names, name, save }: { names: readonly string[]; name: string; save: (name: string) => void }) {
  const [wanted, setWanted] = useState(`${name}-2`);
  const isTaken = names.includes(wanted);
  return (
    <form class="save-as" onSubmit={(event) => { event.preventDefault(); save(wanted); }}>
      <label>{text('edit.name')} <input name="name" required pattern="[a-z0-9\-]{1,64}" title={text('edit.name.hint')} size={16}
        value={wanted} onInput={(e) => setWanted(e.currentTarget.value)} /></label>
      <button>{isTaken ? text('edit.replace') : text('edit.save')}</button>
    </form>
  );
}

export function Toolbar({ board, origin, isChanged, names, fault, save, back, discard }: ToolbarProperties) {
  const [isNaming, setNaming] = useState(false);
  const { name } = board;
  return (
    <>
      <div class="actions toolbar">
        <button type="button" class="main" data-act="save" onClick={() => save(name)} disabled={!isChanged}>{text('edit.save')}</button>
        <button type="button" data-act="save-as" aria-expanded={isNaming} onClick={() => setNaming(!isNaming)}>{text('edit.saveAs')}</button>
        {isChanged && <button type="button" data-act="discard" onClick={discard}>{text('edit.discard')}</button>}
        {origin === 'saved' && <button type="button" data-act="back" onClick={back}>{text('edit.back')}</button>}
        <a href={grafanaOf(name)} download={`${name}.json`} data-act="grafana">{text('edit.grafana')}</a>
        <a href={href('dashboard', { board: name, edit: '' })} data-act="view">{text('edit.view')}</a>
      </div>
      {isNaming && <SaveAs names={names} name={name} save={(other) => { setNaming(false); save(other); }} />}
      {isChanged && <p class="note">{text('edit.changed')}</p>}
      {fault && <p class="problem" role="alert">{fault}</p>}
    </>
  );
}
