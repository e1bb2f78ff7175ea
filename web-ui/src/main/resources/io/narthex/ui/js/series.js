// Curves: what a range query and an instant query say about the same series.

const MOST_CURVES = 7;

const identity = (labels) => JSON.stringify(Object.entries(labels).sort());

/**
 * Ends each curve of a grid with its value now.
 * @returns [{labels, points, value}], value null where a series has none any more
 */
export function join(curves, samples, { now, length }) {
  const present = new Map(samples.map((s) => [identity(s.labels), s]));
  const joined = curves.map(({ labels, points }) => {
    const key = identity(labels);
    const value = present.get(key)?.value ?? null;
    present.delete(key);
    const shown = points.filter(([t]) => t >= now - length && t < now);
    return { labels, value, points: value === null ? shown : [...shown, [now, value]] };
  });
  const fresh = [...present.values()].map(({ labels, value }) => ({ labels, value, points: [[now, value]] }));
  return [...joined, ...fresh].filter((s) => s.points.length > 0);
}

/** The curves to draw: the largest ones, most recent value first; the others only counted. */
export function fold(series) {
  const last = (s) => s.points.at(-1)[1];
  const sorted = [...series].sort((a, b) => (last(b) || 0) - (last(a) || 0));
  return { shown: sorted.slice(0, MOST_CURVES), hidden: Math.max(0, sorted.length - MOST_CURVES) };
}

/** The same name always has the same colour, while there are names for which there is one. */
export class Colors {
  #given = new Map();

  /** Gives colours to names that have none yet; in the order of the alphabet, so that a reload changes nothing. */
  meet(names) {
    for (const name of [...names].sort()) if (!this.#given.has(name)) this.#given.set(name, this.#given.size % MOST_CURVES);
  }

  of(name) {
    return `var(--s${this.#given.get(name)})`;
  }
}
