// Durations: as PromQL writes them, and as people say them.

import { language, text } from './text.ts';

const UNITS: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86400, w: 604800, y: 31536000 };

/** Seconds of a PromQL duration such as 90s, 15m or 1h30m; NaN for anything else. */
export function parse(written: string): number {
  if (!/^(\d+(ms|[smhdwy]))+$/.test(written)) return NaN;
  const parts = [...written.matchAll(/(\d+)(ms|[smhdwy])/g)];
  const sum = parts.reduce((all, [, n, unit]) => all + Number(n) * UNITS[unit!]!, 0);
  return sum > 0 ? sum : NaN;
}

const days = (n: number) => new Intl.NumberFormat(language, { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(n);

/** Seconds in the two largest units that matter: «90 s», «43 min 12 s», «1 h 5 min», «30 days». */
export function say(seconds: number): string {
  const s = Math.round(seconds);
  if (s < 120 && s !== 60) return text('duration.s', { n: s });
  const parts: [number, (n: number) => string][] = [
    [Math.floor(s / 86400), days],
    [Math.floor(s / 3600) % 24, (n) => text('duration.h', { n })],
    [Math.floor(s / 60) % 60, (n) => text('duration.m', { n })],
    [s % 60, (n) => text('duration.s', { n })],
  ];
  const first = parts.findIndex(([n]) => n > 0);
  return parts.slice(first, first + 2).filter(([n]) => n > 0).map(([n, unit]) => unit(n)).join(' ');
}
