// Elements in one expression, and changes that touch the page only where something is different.

const SVG = 'http://www.w3.org/2000/svg';

type Attributes = Record<string, string | number | null>;
type Child = string | Node | null;

function fill<E extends Element>(e: E, attributes: Attributes, children: Child[]): E {
  for (const [key, value] of Object.entries(attributes)) if (value !== null) e.setAttribute(key, String(value));
  e.append(...children.filter((child) => child !== null));
  return e;
}

/** An HTML element; attributes and children that are null are left out. */
export const element = <K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] =>
  fill(document.createElement(tag), attributes, children);

/** An SVG element. */
export const shape = <K extends keyof SVGElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): SVGElementTagNameMap[K] =>
  fill(document.createElementNS(SVG, tag), attributes, children);

/** The element of the document that has an id. */
export function byId<E extends HTMLElement = HTMLElement>(id: string, type: new () => E = HTMLElement as new () => E): E {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`no ${type.name} #${id} in the page`);
  return found;
}

/** Sets a text unless it is there already, so that a selection survives and nothing is announced twice. */
export function setText(e: Element, text: string) {
  if (e.textContent !== text) e.textContent = text;
}

/**
 * Shows a number and says where it comes from: `data-value` is the raw number, `data-query` the instant query
 * that gives it, `data-time` when it was evaluated. With a value of null there is no number.
 */
export function setValue(e: HTMLElement | SVGElement, shown: string, value: number | null, query = '', time = NaN) {
  setText(e, shown);
  setSource(e, value, query, time);
}

/** The source of a number alone, for an element whose text is set elsewhere. */
export function setSource(e: HTMLElement | SVGElement, value: number | null, query: string, time: number) {
  for (const [key, v] of Object.entries({ value, query, time })) {
    if (value === null) delete e.dataset[key];
    else e.dataset[key] = String(v);
  }
}
