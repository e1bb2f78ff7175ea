// Elements in one expression, and changes that touch the page only where something is different.

const SVG = 'http://www.w3.org/2000/svg';

function fill(e, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) if (value !== null) e.setAttribute(key, value);
  e.append(...children.filter((c) => c !== null));
  return e;
}

/** An HTML element; attributes and children that are null are left out. */
export const element = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);

/** An SVG element. */
export const shape = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

/** Sets a text unless it is there already, so that a selection survives and nothing is announced twice. */
export function setText(e, text) {
  if (e.textContent !== text) e.textContent = text;
}

/**
 * Shows a number and says where it comes from: `data-value` is the raw number, `data-query` the instant query
 * that gives it, `data-time` when it was evaluated. With a value of null there is no number.
 */
export function setValue(e, shown, value, query, time) {
  setText(e, shown);
  setSource(e, value, query, time);
}

/** The source of a number alone, for an element whose text is set elsewhere. */
export function setSource(e, value, query, time) {
  for (const [key, v] of Object.entries({ value, query, time })) {
    if (value === null) delete e.dataset[key];
    else e.dataset[key] = String(v);
  }
}
