// A parse error shown where it is in the query.

import { element } from './dom.ts';
import { text } from './text.ts';

/** The elements that show an error; a parse error marks the character it names ("1:18: parse error: …"). */
export function locate(message: string, query: string): HTMLElement[] {
  const [, line, column, reason] = /(\d+):(\d+): parse error: (.*)$/s.exec(message) ?? [];
  if (line === undefined || column === undefined || reason === undefined) return [element('p', {}, message)];
  // Columns count characters, not UTF-16 units.
  const characters = [...(query.split('\n')[Number(line) - 1] ?? '')];
  const at = Number(column) - 1;
  return [
    element('p', {}, text('query.position', { line, column, reason })),
    element('pre', {}, characters.slice(0, at).join(''),
      element('mark', {}, characters[at] ?? ' '), characters.slice(at + 1).join('')),
  ];
}
