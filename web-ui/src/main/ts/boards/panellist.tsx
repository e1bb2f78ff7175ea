// The panels of a dashboard that is being edited: one of them is open, each can be moved and removed.

import { useEffect, useState } from 'preact/hooks';
import { text } from '../text.ts';
import { inLanguage, type WrittenBoard } from './boards.ts';
import { panelAdded, panelMoved, panelRemoved, type Fault } from './draft.ts';
import { PanelForm } from './panelform.tsx';

interface ListProperties {
  board: WrittenBoard;
  fault: Fault | null;
  now: number;
  change: (board: WrittenBoard) => void;
}

export function PanelList({ board, fault, now, change }: ListProperties) {
  const [open, setOpen] = useState<number | null>(null);
  const { panels } = board;
  useEffect(() => { if (fault?.panel !== undefined && fault.panel !== null) setOpen(fault.panel); }, [fault]);
  const add = () => {
    change(panelAdded(board, text('edit.newPanel')));
    setOpen(panels.length);
  };
  const move = (from: number, to: number) => {
    setOpen(open === from ? to : open === to ? from : open);
    change(panelMoved(board, from, to));
  };
  const remove = (at: number) => {
    setOpen(open === null || open === at ? null : open - Number(open > at));
    change(panelRemoved(board, at));
  };
  return (
    <>
      <ol class="panel-list">
        {panels.map((panel, at) => {
          const title = inLanguage(panel.title) || panel.id;
          const isOpen = open === at;
          const button = (name: string, sign: string, words: string, act: () => void, isOff = false) => (
            <button type="button" data-act={name} aria-label={`${words}: ${title}`} title={words} disabled={isOff}
              onClick={({ currentTarget }) => { act(); currentTarget.focus(); }}>{sign}</button>
          );
          return (
            <li key={panel.id} data-panel={panel.id} data-fault={fault?.panel === at ? '' : undefined}>
              <div class="panel-row">
                <button type="button" class="toggle" aria-expanded={isOpen} onClick={() => setOpen(isOpen ? null : at)}>
                  <b>{title}</b> <code>{panel.query}</code>
                </button>
                {button('up', '↑', text('edit.up'), () => move(at, at - 1), at === 0)}
                {button('down', '↓', text('edit.down'), () => move(at, at + 1), at === panels.length - 1)}
                {button('remove', '×', text('edit.remove'), () => remove(at))}
              </div>
              {fault?.panel === at && <p class="problem" role="alert">{fault.member && <code>{fault.member}</code>} {fault.words}</p>}
              {isOpen && <PanelForm board={board} at={at} fault={fault?.panel === at ? fault : null} now={now} change={change} />}
            </li>
          );
        })}
      </ol>
      <button type="button" data-act="add" onClick={add}>{text('edit.add')}</button>
    </>
  );
}
