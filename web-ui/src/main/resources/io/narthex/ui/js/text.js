// Looks up a sentence and fills its places.

const messages = await (await fetch(new URL('../messages/en.json', import.meta.url))).json();

/** The sentence of a key, with {name} replaced by values.name. */
export function text(key, values = {}) {
  const message = messages[key];
  if (message === undefined) throw new Error(`no message for ${key}`);
  return message.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
