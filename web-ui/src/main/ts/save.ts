// A chart as a file: its picture, or its numbers.

import type { Curve } from './chart.ts';
import { plotOf } from './crosshair.ts';
import { element } from './dom.ts';
import { moment } from './format.ts';
import type { Grid } from './grid.ts';
import { text } from './text.ts';

/** What a picture takes over from the page's style. */
const STYLES = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linejoin', 'paint-order', 'font-size', 'font-family', 'font-variant-numeric', 'opacity', 'text-anchor'];

/** Pixels of the picture for one of the page. */
const SCALE = 2;

const quoted = (field: string) => (/[",\n\r]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);

/** A name of somebody else's making must not be a formula where a spreadsheet opens it. */
const harmless = (name: string) => (/^[=+\-@\t\r]/.test(name) ? `'${name}` : name);

/** Spreadsheets take letters beyond ASCII for others without it. */
const BYTE_ORDER_MARK = '\ufeff';

/** A value as PromQL writes it. */
const written = (value: number | undefined) => (value === undefined ? '' : Number.isFinite(value) ? String(value) : Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf');

/** A row for each time, a column for each curve; where a curve has a gap, nothing. */
export function csv(curves: Curve[]): string {
  const rows = new Map<number, (number | undefined)[]>();
  curves.forEach(({ points }, i) => points.forEach(([time, value]) => {
    const row = rows.get(time) ?? [];
    row[i] = value;
    rows.set(time, row);
  }));
  const head = ['time', ...curves.map(({ name, title }) => harmless(title ?? name))];
  const body = [...rows].sort(([a], [b]) => a - b).map(([time, row]) =>
    [new Date(time * 1000).toISOString(), ...curves.map((_, i) => written(row[i]))]);
  const lines = [head, ...body].map((row) => row.map(quoted).join(',')).join('\n');
  return `${/[^\x00-\x7f]/.test(lines) ? BYTE_ORDER_MARK : ''}${lines}\n`;
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

/** What a picture says above its chart. */
export interface Caption {
  title: string;
  unit: string;
  query: string;
  /** What the colours mean, where the chart does not say it itself. */
  legend?: Item[];
}

/** A colour, as the page names it, and its meaning. */
export interface Item {
  color: string;
  words: string;
}

/** What is drawn, and when. */
export interface Drawn {
  curves: Curve[];
  grid: Grid;
}

const MARGIN = 16;
const LINE = 18;

/** A query longer than that is for a CSV's reader to look up. */
const MOST_QUERY_LINES = 6;

/** Breaks a text where a line is full, at a space if there is one. */
function wrapped(words: string, width: number, measure: (part: string) => number): string[] {
  const lines: string[] = [];
  let rest = words.replace(/\s+/g, ' ').trim();
  while (rest && lines.length < MOST_QUERY_LINES) {
    let end = rest.length;
    while (end > 1 && measure(rest.slice(0, end)) > width) end = Math.min(end - 1, Math.floor((end * width) / measure(rest.slice(0, end))));
    const space = end < rest.length ? rest.lastIndexOf(' ', end) : end;
    const cut = space > end / 2 ? space : end;
    lines.push(rest.slice(0, cut));
    rest = rest.slice(cut).trim();
  }
  if (rest) lines[lines.length - 1] = `${lines.at(-1)!.slice(0, -1)}…`;
  return lines;
}

/** Curves without a name at their end. */
const unnamed = ({ curves }: Drawn): Item[] =>
  (curves.length > 1 ? curves.filter(({ name }) => !name).map(({ color, title = '' }) => ({ color, words: title })) : []);

/** Where each item of a legend is, in as many lines as it takes; a line is full where the next item would not fit. */
function placed(legend: Item[], width: number, measure: (part: string) => number): { item: Item; x: number; line: number }[] {
  let [x, line] = [0, 0];
  return legend.map((item) => {
    const needs = Math.min(width, measure(item.words) + 34);
    if (x > 0 && x + needs > width) [x, line] = [0, line + 1];
    const place = { item, x, line };
    x += needs;
    return place;
  });
}

/** The picture of a chart as it is shown, in the theme that is shown, and above it what it is of. */
export async function png(svg: SVGSVGElement, { title, unit, query, legend = [] }: Caption, { now, length }: Grid): Promise<Blob> {
  const { clientWidth: width, clientHeight: height } = svg;
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(alone(svg, width, height)))}`;
  await image.decode();
  const canvas = element('canvas');
  const paper = canvas.getContext('2d')!;
  const color = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name);
  const font = getComputedStyle(document.body).fontFamily;
  const mono = '12px ui-monospace, SFMono-Regular, Menlo, monospace';
  paper.font = mono;
  const lines = wrapped(query, width, (part) => paper.measureText(part).width);
  const top = MARGIN + LINE * (2 + lines.length) + 12;
  canvas.width = (width + 2 * MARGIN) * SCALE;
  paper.font = `12px ${font}`;
  const items = placed(legend, width, (part) => paper.measureText(part).width);
  const below = items.length ? LINE * (items.at(-1)!.line + 1) + 8 : 0;
  canvas.height = (top + height + below + MARGIN) * SCALE;
  paper.scale(SCALE, SCALE);
  paper.fillStyle = color('--card');
  paper.fillRect(0, 0, canvas.width, canvas.height);
  const write = (words: string, x: number, line: number, style: string, fill: string) => {
    [paper.font, paper.fillStyle] = [style, color(fill)];
    paper.fillText(words, x, MARGIN + LINE * line + 12, width);
    return paper.measureText(words).width;
  };
  const end = write(title, MARGIN, 0, `600 14px ${font}`, '--text');
  if (unit) write(unit, MARGIN + Math.min(end, width) + 8, 0, `12px ${font}`, '--quiet');
  lines.forEach((line, i) => write(line, MARGIN, i + 1, mono, '--text'));
  write(`${moment(now - length)} – ${moment(now)}`, MARGIN, lines.length + 1, `12px ${font}`, '--quiet');
  paper.drawImage(image, MARGIN, top, width, height);
  for (const { item, x, line } of items) {
    const y = top + height + 8 + LINE * line;
    paper.fillStyle = item.color.replace(/var\((--[\w-]+)\)/, (_, name: string) => color(name));
    paper.fillRect(MARGIN + x, y + 3, 12, 12);
    paper.strokeStyle = color('--line');
    paper.strokeRect(MARGIN + x, y + 3, 12, 12);
    [paper.font, paper.fillStyle] = [`12px ${font}`, color('--text')];
    paper.fillText(item.words, MARGIN + x + 18, y + 13, width - 18);
  }
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'));
}

function download(blob: Blob, file: string) {
  const url = URL.createObjectURL(blob);
  element('a', { href: url, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(url), 0);
}

/**
 * Buttons that save a chart; its file is called by a name and the time of its last number.
 * @param caption what the picture says above the chart
 * @param drawn what is in the chart; undefined while it is empty
 */
export function saveButtons(svg: SVGSVGElement, name: string, caption: () => Caption, drawn: () => Drawn | undefined = () => plotOf(svg)): HTMLElement {
  const button = (kind: string, label: string, content: (chart: Drawn) => Promise<Blob> | Blob) => {
    const e = element('button', { type: 'button', 'data-save': kind, 'aria-label': label }, kind.toUpperCase());
    e.addEventListener('click', async () => {
      const chart = drawn();
      if (!chart) return;
      const time = new Date(chart.grid.now * 1000).toISOString().slice(0, 19).replaceAll(':', '');
      download(await content(chart), `${name}-${time}.${kind}`);
    });
    return e;
  };
  return element('span', { class: 'save', role: 'group', 'aria-label': text('label.save') },
    button('png', text('save.png'), (chart) => png(svg, { legend: unnamed(chart), ...caption() }, chart.grid)), ' ',
    button('csv', text('save.csv'), ({ curves }) => new Blob([csv(curves)], { type: 'text/csv;charset=utf-8' })));
}
