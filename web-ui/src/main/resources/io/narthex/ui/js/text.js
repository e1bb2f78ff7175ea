// Looks up a sentence and fills its places.

import messages from './messages.en.js';

/** The sentence of a key, with {name} replaced by values.name. */
export function text(key, values = {}) {
  const message = messages[key];
  if (message === undefined) throw new Error(`no message for ${key}`);
  return message.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
