// Numbers and times as people of the reader's language say them.

import { language, text } from './text.ts';
import { zone } from './zone.ts';

/** Writes a number. */
export type Format = (v: number) => string;

/** Formatters are slow to make, so each is made once per language. */
function once<O, F>(make: (options: O) => F): (options: O) => F {
  const made = new Map<string, F>();
  return (options) => {
    const key = `${language} ${JSON.stringify(options)}`;
    const found = made.get(key) ?? make(options);
    made.set(key, found);
    return found;
  };
}

const decimal = once((options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options));
const date = once((options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, options));

/** At most three significant digits, thousands grouped. */
export function number(v: number): string {
  if (Number.isNaN(v)) return text('value.none');
  if (!Number.isFinite(v)) return v > 0 ? '+∞' : '−∞';
  const size = Math.abs(v);
  if (size >= 1e15 || (size > 0 && size < 1e-6)) {
    return v.toExponential(2).replace(/\.?0+e/, 'e');
  }
  return decimal(size >= 1000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 }).format(v);
}

/** A latency in the unit that keeps it readable. */
export function seconds(v: number): string {
  if (!Number.isFinite(v)) return number(v);
  return Math.abs(v) < 1 ? text('duration.ms', { n: number(v * 1000) }) : text('duration.s', { n: number(v) });
}

/** A share as a percentage; of a share near one, the digits that differ from it are kept. */
export function percent(v: number): string {
  if (!Number.isFinite(v)) return number(v);
  const digits = v > 0.99 && v < 1 ? Math.min(9, 1 - Math.floor(Math.log10(1 - v))) : 3;
  return decimal({ style: 'percent', maximumSignificantDigits: digits }).format(v);
}

/** Bytes in binary units. */
export function bytes(v: number): string {
  if (!Number.isFinite(v)) return number(v);
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let i = 0;
  for (; Math.abs(v) >= 1024 && i < units.length - 1; i++) v /= 1024;
  return `${number(v)} ${units[i]}`;
}

export type FormatName = 'number' | 'seconds' | 'percent' | 'bytes';

/** The ways a panel's definition may ask its numbers to be written. */
export const FORMATS: Record<FormatName, Format> = { number, seconds, percent, bytes };

/** What round numbers of a format are powers of. */
export const BASES: Record<FormatName, number> = { number: 10, seconds: 10, percent: 10, bytes: 1024 };

/** What one number says of several curves: shares and durations do not add up. */
export const TOTALS: Record<FormatName, 'sum' | 'max'> = { number: 'sum', seconds: 'max', percent: 'max', bytes: 'sum' };

/** The day of a time, for comparison. */
const dayOf = (time: Date) => (zone === 'utc' ? time.toISOString().slice(0, 10) : time.toDateString());

/** A time with its date and zone, for whoever reads it elsewhere. */
export function moment(secondsSinceEpoch: number): string {
  return date({
    year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
    timeZoneName: 'short', ...(zone === 'utc' ? { timeZone: 'UTC' } : {}),
  }).format(new Date(secondsSinceEpoch * 1000));
}

/** The time of day in the zone that is in use, with the date unless it is today's. */
export function clock(secondsSinceEpoch: number): string {
  const then = new Date(secondsSinceEpoch * 1000);
  const time: Intl.DateTimeFormatOptions = {
    hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', ...(zone === 'utc' ? { timeZone: 'UTC' } : {}),
  };
  const today = dayOf(then) === dayOf(new Date());
  return date(today ? time : { month: 'short', day: 'numeric', ...time }).format(then);
}
