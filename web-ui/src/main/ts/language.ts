// Which language: the link's, else the one chosen before on this machine, else the browser's.

import { keepText, kept } from './store.ts';

export const LANGUAGES = ['en', 'ko'] as const;

export type Language = (typeof LANGUAGES)[number];

const KEY = 'narthex.lang';

const known = (tag: string | null) => LANGUAGES.find((l) => tag?.toLowerCase().split('-')[0] === l);

/** Keeps a choice for the next visit. */
export const keep = (language: Language) => keepText(KEY, language);

/** The language to use. */
export function preferred(fromLink: string | null): Language {
  return known(fromLink) ?? known(kept(KEY)) ?? navigator.languages.map(known).find(Boolean) ?? 'en';
}
