// The file itself, for what has no field.

import { useId, useState } from 'preact/hooks';
import { text } from '../text.ts';
import type { WrittenBoard } from './boards.ts';

export function Raw({ board, change }: { board: WrittenBoard; change: (board: WrittenBoard) => void }) {
  const id = useId();
  const [problem, setProblem] = useState('');
  const read = (written: string) => {
    try {
      const all: unknown = JSON.parse(written);
      if (typeof all !== 'object' || all === null || !Array.isArray((all as WrittenBoard).panels)) throw new Error(text('edit.noPanels'));
      change({ ...(all as WrittenBoard), name: board.name });
      setProblem('');
    } catch (e) {
      setProblem(text('edit.badJson', { problem: (e as Error).message }));
    }
  };
  return (
    <div class="field wide-field" data-field="json">
      <label for={id}>{text('edit.json')}</label>
      <textarea id={id} class="mono raw-file" rows={30} spellcheck={false} aria-invalid={problem ? true : undefined}
        defaultValue={JSON.stringify(board, null, 2)} onInput={(e) => read(e.currentTarget.value)} />
      {problem && <p class="problem" role="alert">{problem}</p>}
    </div>
  );
}
