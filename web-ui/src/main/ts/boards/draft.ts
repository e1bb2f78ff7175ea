// A dashboard that is being edited: what was changed and is not saved yet, and how it is changed.

import { language } from '../text.ts';
import type { WrittenBoard, WrittenPanel, Written } from './boards.ts';

/** They last as long as the page is open, so that one can look at another page in between. */
const drafts = new Map<string, WrittenBoard>();

/** What was changed of a dashboard, or null. */
export const draftOf = (name: string) => drafts.get(name) ?? null;

/** @param board null to forget the changes */
export function keepDraft(name: string, board: WrittenBoard | null) {
  if (board) drafts.set(name, board);
  else drafts.delete(name);
}

/** Whether anything would be lost with the page. */
export const hasDrafts = () => drafts.size > 0;

/** A text with other words for the reader's language; undefined where no words are left. */
export function withWords(written: Written | undefined, words: string): Written | undefined {
  if (typeof written !== 'object') return words || undefined;
  const { [language]: _, ...others } = written;
  const all = words ? { ...others, [language]: words } : others;
  return Object.keys(all).length ? all : undefined;
}

/** Without members that are not there, as a file has it. */
const tidy = <T extends object>(object: T): T => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;

/** A dashboard with other members; undefined takes one away. */
export const changed = (board: WrittenBoard, changes: Partial<Record<keyof WrittenBoard, unknown>>) => tidy({ ...board, ...changes }) as WrittenBoard;

const withPanels = (board: WrittenBoard, panels: readonly WrittenPanel[]): WrittenBoard => ({ ...board, panels });

/** A dashboard of which one panel has other members. */
export const panelChanged = (board: WrittenBoard, at: number, changes: Partial<Record<keyof WrittenPanel, unknown>>) =>
  withPanels(board, board.panels.map((panel, i) => (i === at ? tidy({ ...panel, ...changes }) as WrittenPanel : panel)));

/** Without one panel. */
export const panelRemoved = (board: WrittenBoard, at: number) => withPanels(board, board.panels.filter((_, i) => i !== at));

/** With one panel in another place. */
export function panelMoved(board: WrittenBoard, from: number, to: number): WrittenBoard {
  const panels = [...board.panels];
  panels.splice(to, 0, ...panels.splice(from, 1));
  return withPanels(board, panels);
}

/** With one panel more at its end; it asks for what the dashboard is about. */
export function panelAdded(board: WrittenBoard, title: string): WrittenBoard {
  const ids = new Set(board.panels.map(({ id }) => id));
  let n = board.panels.length + 1;
  while (ids.has(`panel-${n}`)) n++;
  const query = board.metric ? `sum(rate(${board.metric}[5m]))` : 'up';
  return withPanels(board, [...board.panels, { id: `panel-${n}`, title, unit: '', read: '', why: '', query, format: 'number' }]);
}

/** Where something is wrong: in which panel, and in which of its members or of the dashboard's; "" for the whole. */
export interface Fault {
  panel: number | null;
  member: string;
  words: string;
}

/** What the server has against a dashboard, such as «panels[2].query: 1:5: parse error». */
export function faultOf(message: string): Fault {
  const inPanel = /^panels\[(\d+)\]\.?([\w.]*)[^:]*: (.*)$/s.exec(message);
  if (inPanel) return { panel: Number(inPanel[1]), member: inPanel[2]!, words: inPanel[3]! };
  const inBoard = /^(name|title|metric|variables)\b[^:]*: (.*)$/s.exec(message);
  return inBoard ? { panel: null, member: inBoard[1]!, words: inBoard[2]! } : { panel: null, member: '', words: message };
}
