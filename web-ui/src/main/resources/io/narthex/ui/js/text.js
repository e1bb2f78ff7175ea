// Looks up a sentence of the language that is in use, and fills its places.

let messages = {};

/** The language in use, as in `<html lang>`. */
export let language = 'en';

/** Loads the sentences of a language, and says in the document that it speaks it. */
export async function speak(wanted) {
  messages = await (await fetch(new URL(`../messages/${wanted}.json`, import.meta.url))).json();
  language = wanted;
  document.documentElement.lang = wanted;
}

/** Whether there is a sentence for a key: codes of a newer server may have none. */
export const has = (key) => Object.hasOwn(messages, key);

/** The sentence of a key, with {name} replaced by values.name. */
export function text(key, values = {}) {
  if (!has(key)) throw new Error(`no message for ${key}`);
  return messages[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
