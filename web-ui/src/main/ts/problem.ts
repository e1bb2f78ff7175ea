// What happened at a target that cannot be scraped, and what to do about it, as two sentences.

import type { Target } from './api.ts';
import { parse, say } from './duration.ts';
import { has, text } from './text.ts';

/** What the sentences may name of a target. */
function places({ scrapeUrl, scrapeTimeout, lastError }: Target) {
  const url = new URL(scrapeUrl);
  return {
    url: scrapeUrl,
    address: url.host,
    host: url.hostname,
    path: url.pathname,
    timeout: say(parse(scrapeTimeout)),
    status: /HTTP status (\d+)/.exec(lastError)?.[1] ?? '?',
  };
}

/** The sentences {what, todo} of a target of the API; both "" where its last scrape went well. */
export function explain(target: Target): { what: string; todo: string } {
  const { problem = '', lastError } = target;
  if (!problem && !lastError) return { what: '', todo: '' };
  // A newer server may know codes that this page does not.
  if (!has(`problem.${problem}.what`)) return { what: lastError, todo: '' };
  const values = places(target);
  return { what: text(`problem.${problem}.what`, values), todo: text(`problem.${problem}.todo`, values) };
}
