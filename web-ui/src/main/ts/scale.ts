// From numbers to places in a chart.

const STEPS = [1, 2, 3, 4, 5, 6, 8, 10];

/** The least round number, to a base of 10 or 1024, that is not below v. */
function roundUp(v: number, base: number): number {
  if (!(v > 0)) return 0;
  const unit = base === 10 ? 1 : base ** Math.floor(Math.log(v) / Math.log(base));
  const power = unit * 10 ** Math.floor(Math.log10(v / unit));
  return STEPS.map((m) => m * power).find((m) => m >= v * 0.9999)!;
}

/** The values that a chart reaches over: always zero, so that heights compare; always something. */
export function extent(values: number[], base = 10): { low: number; high: number } {
  const finite = values.filter(Number.isFinite);
  const low = -roundUp(-Math.min(0, ...finite), base);
  const high = roundUp(Math.max(0, ...finite), base);
  return low === 0 && high === 0 ? { low: 0, high: 1 } : { low: low || 0, high };
}

/** A function that maps from..to linearly onto left..right. */
export const linear = (from: number, to: number, left: number, right: number) => (v: number) => left + ((v - from) / (to - from)) * (right - left);

/** Moves labels apart so that none covers another, from the top down and where needed up again; returns their heights. */
export function spread(heights: number[], top: number, bottom: number, distance: number): number[] {
  const order = heights.map((h, i): [number, number] => [h, i]).sort((a, b) => a[0] - b[0]);
  const out: number[] = [];
  let floor = top;
  for (const [h, i] of order) {
    out[i] = Math.max(h, floor);
    floor = out[i] + distance;
  }
  let ceiling = bottom;
  for (const [, i] of order.reverse()) {
    out[i] = Math.min(out[i]!, ceiling);
    ceiling = out[i] - distance;
  }
  return out;
}
