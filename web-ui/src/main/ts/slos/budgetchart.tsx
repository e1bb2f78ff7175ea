// A budget over time as a curve.

import { useEffect, useRef } from 'preact/hooks';
import { draw } from '../chart.ts';
import { percent } from '../format.ts';
import type { BudgetPoint } from './data.ts';

export function BudgetChart({ points, now, length, name }: { points: BudgetPoint[]; now: number; length: number; name: string }) {
  const svg = useRef<SVGSVGElement>(null);
  useEffect(() => {
    if (svg.current === null || !points.length) return;
    const step = Math.max(1, ...points.slice(1).map((p, i) => p.time - points[i]!.time));
    const curve = { name: '', value: null, query: '', color: 'var(--s0)', points: points.map(({ time, left }): [number, number] => [time, left]) };
    draw(svg.current, [curve], { now, length, step, start: now - length, end: now }, { format: percent, base: 10, label: name });
  });
  return <svg class="chart" ref={svg} />;
}
