// Which language: the link's, else the one chosen before on this machine, else the browser's.

export const LANGUAGES = ['en', 'ko'] as const;

export type Language = (typeof LANGUAGES)[number];

const KEY = 'narthex.lang';

const known = (tag: string | null) => LANGUAGES.find((l) => tag?.toLowerCase().split('-')[0] === l);

function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage can be forbidden
  }
}

/** Keeps a choice for the next visit. */
export function keep(language: Language) {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // The choice then lasts as long as the page.
  }
}

/** The language to use. */
export function preferred(fromLink: string | null): Language {
  return known(fromLink) ?? known(stored()) ?? navigator.languages.map(known).find(Boolean) ?? 'en';
}
