// For a query that matches nothing: names of metrics that are there and nearly what was written.

import { metricNames } from './api.ts';

const MOST_DISTANCE = 3;
const MOST_NAMES = 3;

/** Levenshtein's distance: how many characters to add, drop or change. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}

/** Words of a query outside of strings and braces that are no function: names of metrics, mostly. */
function written(query: string): Set<string> {
  const plain = query.replace(/"(\\.|[^"\\])*"|'(\\.|[^'\\])*'|`[^`]*`/g, '').replace(/\{[^}]*\}|\[[^\]]*\]/g, ' ');
  return new Set(plain.match(/[a-zA-Z_:][\w:]*(?![\w:]|\s*\()/g) ?? []);
}

export interface Correction {
  wrong: string;
  right: string;
}

/** Corrections of a query, nearest first; none where all names are there or nothing is near. */
export async function nearestNames(query: string): Promise<Correction[]> {
  const names = await metricNames();
  const known = new Set(names);
  const found: (Correction & { far: number })[] = [];
  for (const wrong of written(query)) {
    if (known.has(wrong)) continue;
    const most = Math.min(MOST_DISTANCE, wrong.length / 3);
    for (const right of names) {
      const far = right.startsWith(wrong) ? MOST_DISTANCE : distance(wrong, right);
      if (far <= most || right.startsWith(wrong)) found.push({ wrong, right, far });
    }
  }
  return found.sort((a, b) => a.far - b.far).slice(0, MOST_NAMES);
}
