// Looks up a sentence of the language that is in use, and fills its places.

import type { Language } from './language.ts';

let messages: Record<string, string> = {};

/** The language in use, as in `<html lang>`. */
export let language: Language = 'en';

/** Loads the sentences of a language, and says in the document that it speaks it. */
export async function speak(wanted: Language) {
  messages = await (await fetch(new URL(`../messages/${wanted}.json`, import.meta.url))).json();
  language = wanted;
  document.documentElement.lang = wanted;
}

/** Whether there is a sentence for a key: codes of a newer server may have none. */
export const has = (key: string) => Object.hasOwn(messages, key);

/** The sentence of a key, with {name} replaced by values.name. */
export function text(key: string, values: Record<string, string | number> = {}): string {
  const sentence = messages[key];
  if (sentence === undefined) throw new Error(`no message for ${key}`);
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
}
