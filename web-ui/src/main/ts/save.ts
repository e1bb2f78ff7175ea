// A chart as a file: its picture, or its numbers.

import type { Curve } from './chart.ts';
import { plotOf } from './crosshair.ts';
import { element } from './dom.ts';
import { text } from './text.ts';

/** What a picture takes over from the page's style. */
const STYLES = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linejoin', 'paint-order', 'font-size', 'font-family', 'font-variant-numeric', 'opacity', 'text-anchor'];

/** Pixels of the picture for one of the page. */
const SCALE = 2;

const quoted = (field: string) => (/[",\n\r]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);

/** A row for each time, a column for each curve; where a curve has a gap, nothing. */
export function csv(curves: Curve[]): string {
  const rows = new Map<number, (number | undefined)[]>();
  curves.forEach(({ points }, i) => points.forEach(([time, value]) => {
    const row = rows.get(time) ?? [];
    row[i] = value;
    rows.set(time, row);
  }));
  const head = ['time', ...curves.map(({ name, title }) => title ?? name)];
  const body = [...rows].sort(([a], [b]) => a - b).map(([time, row]) =>
    [new Date(time * 1000).toISOString(), ...curves.map((_, i) => row[i] ?? '')]);
  return [head, ...body].map((row) => row.map((field) => quoted(String(field))).join(',')).join('\n') + '\n';
}

/** A copy of a drawing that needs no style sheet, on the colour of a card. */
function alone(svg: SVGSVGElement, width: number, height: number): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((e, i) => {
    const style = getComputedStyle(originals[i]!);
    for (const name of STYLES) (e as SVGElement).style.setProperty(name, style.getPropertyValue(name));
  });
  copy.querySelectorAll('.crosshair, .selection').forEach((e) => e.remove());
  copy.setAttribute('width', String(width * SCALE));
  copy.setAttribute('height', String(height * SCALE));
  return copy;
}

/** The picture of a chart as it is shown. */
export async function png(svg: SVGSVGElement): Promise<Blob> {
  const { clientWidth: width, clientHeight: height } = svg;
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(alone(svg, width, height)))}`;
  await image.decode();
  const canvas = element('canvas', { width: width * SCALE, height: height * SCALE });
  const paper = canvas.getContext('2d')!;
  paper.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--card');
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'));
}

function download(blob: Blob, file: string) {
  const url = URL.createObjectURL(blob);
  element('a', { href: url, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(url), 0);
}

/** Buttons that save a chart; its file is called by a name and the time of its last number. */
export function saveButtons(svg: SVGSVGElement, name: string): HTMLElement {
  const file = (end: string) => {
    const now = plotOf(svg)?.grid.now ?? Date.now() / 1000;
    return `${name}-${new Date(now * 1000).toISOString().slice(0, 19).replaceAll(':', '')}.${end}`;
  };
  const button = (kind: string, save: () => Promise<unknown> | void) => {
    const e = element('button', { type: 'button', 'data-save': kind }, kind.toUpperCase());
    e.addEventListener('click', () => { if (plotOf(svg)) void save(); });
    return e;
  };
  return element('span', { class: 'save', role: 'group', 'aria-label': text('label.save') },
    button('png', async () => download(await png(svg), file('png'))), ' ',
    button('csv', () => download(new Blob([csv(plotOf(svg)!.curves)], { type: 'text/csv' }), file('csv'))));
}
