// Dashboards: as their files have them, and in the reader's language.

import { get, put, remove } from '../http.ts';
import type { PanelDefinition } from '../panels.ts';
import { language } from '../text.ts';

/** A text, or one for each of some languages. */
export type Written = string | Readonly<Record<string, string>>;

/** A panel as a file has it. */
export interface WrittenPanel extends Omit<PanelDefinition, 'words'> {
  title: Written;
  unit?: Written;
  read?: Written;
  why?: Written;
  short?: Written;
}

/** A dashboard as its file has it. */
export interface WrittenBoard {
  name: string;
  title: Written;
  /** The dashboard is for whoever has series of it; for everybody where there is none. */
  metric?: string;
  /** Labels that are offered for filtering. */
  variables?: readonly string[];
  panels: readonly WrittenPanel[];
}

/** A dashboard as the server offers it. */
export interface Offered extends WrittenBoard {
  origin: 'pack' | 'saved';
  /** Whether there are series of its metric now. */
  applies: boolean;
}

/** The text for the reader; English where there is none in the reader's language. */
export const inLanguage = (written: Written = ''): string =>
  (typeof written === 'string' ? written : (written[language] ?? written.en ?? Object.values(written)[0] ?? ''));

/** The panels of a dashboard in the reader's language. */
export const panelsOf = ({ panels }: WrittenBoard): PanelDefinition[] => panels.map(({ title, unit, read, why, short, ...panel }) =>
  ({ ...panel, words: { title: inLanguage(title), unit: inLanguage(unit), read: inLanguage(read), why: inLanguage(why), short: inLanguage(short) } }));

/** All dashboards, in the order of preference. */
export const boards = async () => (await get<Offered[]>('api/v1/dashboards')).data;

/** The one to show where nobody chose any. */
export const firstOf = (all: readonly Offered[]): Offered | undefined => all.find(({ applies }) => applies);

const pathOf = (name: string) => `api/v1/dashboards/${encodeURIComponent(name)}`;

/** The file as it is, without what the server says about it. */
export const fileOf = ({ origin: _, applies: __, ...board }: Offered): WrittenBoard => board;

/** Saves a dashboard under its name. */
export const save = (board: WrittenBoard) => put(pathOf(board.name), board);

/** Forgets what was saved under a name; a pack of that name is there again. */
export const unsave = (name: string) => remove(pathOf(name));

/** Where Grafana's form of a dashboard is. */
export const grafanaOf = (name: string) => new URL(`${pathOf(name)}/grafana?lang=${language}`, document.baseURI).href;
