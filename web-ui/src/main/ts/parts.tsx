// Parts that several pages are made of.

import type { ComponentChildren } from 'preact';
import type { Labels } from './api.ts';
import { number, type Format } from './format.ts';
import { href, state, type Page, type State } from './route.ts';
import { text } from './text.ts';

/** A section of a page, named by its heading. */
export const Section = ({ id, title, children }: { id: string; title: string; children: ComponentChildren }) => (
  <section class="page" id={id} aria-labelledby={`${id}-title`}>
    <h2 id={`${id}-title`}>{title}</h2>
    {children}
  </section>
);

interface TableProperties {
  name: string;
  heads: string[];
  children: ComponentChildren;
  id?: string;
  /** From which column on there are numbers; none where it is left out. */
  numbers?: number;
}

/** A table that scrolls by itself where the window is too narrow for it. */
export const Table = ({ name, heads, children, id, numbers = heads.length }: TableProperties) => (
  <div class="wide" role="group" aria-label={name} tabIndex={0}>
    <table class="listing" id={id} aria-label={name}>
      <thead><tr>{heads.map((head, i) => <th scope="col" class={i >= numbers ? 'value' : undefined} key={head}>{head}</th>)}</tr></thead>
      <tbody>{children}</tbody>
    </table>
  </div>
);

/** A number that says what it is, for whoever wants the raw one. */
export const Value = ({ of, as = number, name }: { of: number; as?: Format; name?: string }) => (
  <span data-number={of} data-name={name}>{as(of)}</span>
);

/** A series' labels, each with its name. */
export const LabelList = ({ labels }: { labels: Labels }) => (
  <span class="labels">
    {Object.entries(labels).map(([key, value]) => <code key={key}>{key}={JSON.stringify(value)}</code>)}
  </span>
);

/** A link to a query's own page. */
export const Query = ({ of }: { of: string }) => (
  <a class="query" href={href('query', { q: of })} title={text('query.open')}><code>{of}</code></a>
);

/** Parts of a page of which one is shown; each is a link, so that it can be sent and gone back from. */
export const Tabs = ({ page, name, all }: { page: Page; name: string; all: { id: string; title: string; changes?: Partial<State> }[] }) => (
  <nav class="tabs" aria-label={name}>
    {all.map(({ id, title, changes }) => (
      <a key={id} href={href(page, { ...changes, tab: id })} aria-current={state.tab === id ? 'page' : undefined}>{title}</a>
    ))}
  </nav>
);

/** What is said where there is nothing. */
export const Nothing = ({ children }: { children: ComponentChildren }) => <p class="hint nothing">{children}</p>;

/** A state: never by colour alone, so each has its sign. */
export const Verdict = ({ good, children }: { good: boolean | null; children: ComponentChildren }) => (
  <span class={good === false ? 'state wrong' : 'state'}><span aria-hidden="true">{good === null ? '…' : good ? '✓' : '▲'}</span> {children}</span>
);
