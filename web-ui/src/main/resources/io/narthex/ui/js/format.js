// Numbers and times as people say them.

const thousands = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const UNITS = { s: 1, m: 60, h: 3600, d: 86400 };

/** At most three significant digits, thousands grouped. */
export function number(v) {
  if (!Number.isFinite(v)) return Number.isNaN(v) ? 'no value' : v > 0 ? '+∞' : '−∞';
  return Math.abs(v) >= 1000 ? thousands.format(v) : String(Number(v.toPrecision(3)));
}

/** Seconds as the largest unit that keeps the number readable. */
export function seconds(v) {
  if (!Number.isFinite(v)) return number(v);
  return v < 1 ? `${number(v * 1000)} ms` : `${number(v)} s`;
}

/** A share as a percentage. */
export function percent(v) {
  return Number.isFinite(v) ? `${number(v * 100)} %` : number(v);
}

/** Bytes in binary units. */
export function bytes(v) {
  if (!Number.isFinite(v)) return number(v);
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let i = 0;
  for (; v >= 1024 && i < units.length - 1; i++) v /= 1024;
  return `${number(v)} ${units[i]}`;
}

/** A span such as «90 s», «12 min» or «1 h 5 min». */
export function span(s) {
  s = Math.round(s);
  if (s < 120) return `${s} s`;
  const minutes = Math.round(s / 60);
  if (minutes < 120) return `${minutes} min`;
  const rest = minutes % 60;
  return rest ? `${Math.floor(minutes / 60)} h ${rest} min` : `${minutes / 60} h`;
}

/** Seconds of a PromQL duration of one unit such as 90s, 15m, 2h; NaN for anything else. */
export function duration(text) {
  const m = /^(\d+)([smhd])$/.exec(text.trim());
  return m && Number(m[1]) > 0 ? Number(m[1]) * UNITS[m[2]] : NaN;
}

/** The time of day in the viewer's zone. */
export function clock(secondsSinceEpoch) {
  return new Date(secondsSinceEpoch * 1000).toLocaleTimeString([], { hour12: false });
}

/** The ways a panel's definition may ask its numbers to be written. */
export const FORMATS = { number, seconds, percent, bytes };
