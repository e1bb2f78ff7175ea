// What was noted about the times that are shown, as marks in every chart.

import { annotations, type Note } from './api.ts';
import { shape } from './dom.ts';
import { clock } from './format.ts';
import type { Grid } from './grid.ts';

const HEIGHT = 4;
const SHORTEST = 4;

/** Newest first. */
export let notes: Note[] = [];

/** Asks what was noted about the times of a grid. */
export async function refreshNotes({ now, length }: Grid) {
  notes = await annotations(now - length, now);
}

/** When it was, and what; of alerts with one name the tags tell which. */
export function spoken({ time, end, kind, text, tags }: Note): string {
  const which = kind === 'alert' && tags.length ? ` (${tags.join(', ')})` : '';
  return `${clock(time)}${end === null ? '' : `–${clock(end)}`} ${kind}: ${text}${which}`;
}

/** A line where each note begins, and a bar above the curves from there to its end. */
export function marks({ now, length }: Grid, x: (t: number) => number, top: number, bottom: number): SVGElement[] {
  const shown = notes.filter(({ time, end }) => time <= now && (end ?? time) >= now - length);
  return shown.map((note) => {
    const from = x(Math.max(note.time, now - length));
    const to = note.end === null ? from : x(Math.min(note.end, now));
    const line = note.time < now - length ? null : shape('line', { x1: from, x2: from, y1: top, y2: bottom });
    const bar = shape('rect', { x: from, y: top - HEIGHT, width: Math.max(to - from, SHORTEST), height: HEIGHT });
    const mark = shape('g', { class: 'mark', 'data-kind': note.kind }, line, bar);
    mark.append(shape('title', {}, spoken(note)));
    return mark;
  });
}
