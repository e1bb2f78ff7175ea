// How much of a window the data cover, where it is not all of it.

import { coverage } from './coverage.ts';
import { parse, say } from './duration.ts';
import { selectorOf } from './panels.ts';
import { text } from './text.ts';

/**
 * The sentence, or "" where the window is covered or there are no data.
 * @param scaled for a number that is divided by its whole window: that number times a factor, as text
 */
export async function coverageNote(
  query: string, window: string, now: number, scaled: ((factor: number) => string) | null = null,
): Promise<string> {
  const want = parse(window);
  const have = await coverage(selectorOf(query), want, now);
  if (have === null || have >= want - 1) return '';
  const covers = text('covers', { have: say(have), want: say(want) });
  return scaled && have > 0 ? `${covers}; ${text('whileCovered', { value: scaled(want / have) })}` : covers;
}
