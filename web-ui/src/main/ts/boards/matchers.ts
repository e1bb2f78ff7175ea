// Adds matchers to the selectors of a query, by the tree of its grammar: what looks like a selector in a string is none.

import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

/** A selector of series in a query. */
export interface Selector {
  /** Its metric's name, or null where it does not say one. */
  metric: string | null;
  /** As it is written, without range and offset. */
  text: string;
  /** Whether a range follows. */
  isRange: boolean;
  /** Where matchers may be put, and what has to stand around them there. */
  at: number;
  before: string;
  after: string;
}

/** What a string literal says, as far as a metric's name needs it. */
const unquoted = (literal: string) => literal.slice(1, -1).replace(/\\(["'\\])/g, '$1');

/** The name that stands between braces: as a string alone, or as a matcher of __name__. */
function nameWithin(matchers: SyntaxNode, query: string): string | null {
  const textOf = (node: SyntaxNode | null) => (node ? query.slice(node.from, node.to) : '');
  const quoted = matchers.getChild('QuotedLabelName');
  if (quoted) return unquoted(textOf(quoted));
  for (const matcher of [...matchers.getChildren('UnquotedLabelMatcher'), ...matchers.getChildren('QuotedLabelMatcher')]) {
    const [name, operator] = [textOf(matcher.firstChild), textOf(matcher.getChild('MatchOp'))];
    if ((name === '__name__' || name === '"__name__"') && operator === '=') return unquoted(textOf(matcher.lastChild));
  }
  return null;
}

function selectorAt(node: SyntaxNode, query: string): Selector {
  const [name, matchers] = [node.getChild('Identifier'), node.getChild('LabelMatchers')];
  const metric = name ? query.slice(name.from, name.to) : matchers && nameWithin(matchers, query);
  const said = { metric, text: query.slice(node.from, node.to), isRange: node.parent?.name === 'MatrixSelector' };
  if (!matchers) return { ...said, at: node.to, before: '{', after: '}' };
  // Right behind the brace, so that it does not matter whether the last matcher is followed by a comma.
  return { ...said, at: matchers.from + 1, before: '', after: matchers.firstChild ? ',' : '' };
}

/** The second argument of info() names labels, not series. */
const isOfInfo = ({ parent, prevSibling }: SyntaxNode) =>
  parent?.name === 'FunctionCallBody' && prevSibling !== null && parent.prevSibling?.firstChild?.name === 'Info';

/** The selectors of a query, in its order; null where the grammar does not know the query. */
export function selectors(query: string): Selector[] | null {
  const found: Selector[] = [];
  let isKnown = true;
  parser.parse(query).iterate({
    enter: ({ type, node }) => {
      if (type.isError) isKnown = false;
      if (type.name === 'VectorSelector' && !isOfInfo(node)) found.push(selectorAt(node, query));
    },
  });
  return isKnown ? found : null;
}

/** A query with matchers added to some of its selectors. */
export function withMatchers(query: string, all: readonly { selector: Selector; matchers: readonly string[] }[]): string {
  let narrowed = query;
  // From the end on, so that the places before stay where they are.
  for (const { selector: { at, before, after }, matchers } of [...all].reverse()) {
    if (matchers.length) narrowed = `${narrowed.slice(0, at)}${before}${matchers.join(',')}${after}${narrowed.slice(at)}`;
  }
  return narrowed;
}

/** A value as a regular expression that matches nothing else. */
const literally = (value: string) => value.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');

/** The matcher for one of some values. */
export function matcherFor(label: string, values: readonly string[]): string {
  const name = /^[a-zA-Z_]\w*$/.test(label) ? label : JSON.stringify(label);
  const [only] = values;
  return values.length === 1 ? `${name}=${JSON.stringify(only)}` : `${name}=~${JSON.stringify(values.map(literally).join('|'))}`;
}
