// The page of one query: its curves, its values now, and what the server has to say about it.

import { ask, askRange, formatted, seriesOf, type Labels, type MatrixData } from './api.ts';
import { starts } from './boards/starts.ts';
import { distributions } from './buckets.ts';
import { draw } from './chart.ts';
import { element, setText, shape } from './dom.ts';
import { Editor } from './editor.ts';
import { Explain } from './explain.tsx';
import { number } from './format.ts';
import { gridOf, present, type Grid } from './grid.ts';
import { HeatMap } from './heatmap.ts';
import { Away, type Answer } from './http.ts';
import { nearestNames } from './nearest.ts';
import { locate } from './position.ts';
import { ResultTable, nameOf, rowsOf, type ResultRow } from './result.ts';
import { Recent } from './recent.ts';
import { href, push, state } from './route.ts';
import { saveButtons } from './save.ts';
import { Colors, fold, join, type Joined } from './series.ts';
import { text } from './text.ts';
import type { View } from './view.ts';

/** What the server puts before a remark about a usual mistake. */
const HINT = 'hint: ';

export class Explorer implements View {
  readonly #editor = new Editor(state.q, () => this.#submit());
  readonly #recent = new Recent();
  readonly #explain = new Explain();
  #svg = shape('svg', { class: 'chart' });
  #more = element('p', { class: 'more' });
  #table = new ResultTable();
  #empty = element('p', { class: 'hint' });
  #problem = element('div', { class: 'problem', role: 'status' });
  #notes = element('ul', { id: 'query-notes', 'aria-label': text('query.notes') });
  #views = element('nav', { class: 'tabs', 'aria-label': text('query.views') });
  #heat = new HeatMap();
  #graph = element('div', {}, this.#svg, saveButtons(this.#svg, 'query', () => ({ title: text('page.query'), unit: '', query: this.#asked })), this.#more, this.#table.root);
  #result = element('div', { id: 'query-result', 'data-state': 'empty' }, this.#views, this.#graph, this.#heat.root);
  #shown = '';
  #asked = '';
  readonly root: HTMLElement;

  constructor() {
    const form = element('form', { class: 'ask' }, this.#editor.root, element('button', { id: 'query-run' }, text('query.run')));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    const format = element('button', { id: 'query-format', type: 'button' }, text('query.format'));
    format.addEventListener('click', () => this.#format());
    this.root = element('section', { class: 'page explorer', 'aria-label': text('page.query') },
      form, element('div', { class: 'tools' }, format, this.#recent.root), this.#problem, this.#empty, this.#notes, this.#result, this.#explain.root);
    if (!state.q.trim()) this.#empty.append(text('query.start'), starts());
  }

  /** Runs the query once; it stands still until it is run again, so that it can be read. */
  async refresh(now: number) {
    const wanted = `${state.range} ${state.q}`;
    if (this.#shown === wanted || !state.q.trim()) return;
    this.#shown = wanted;
    await this.#execute(state.q, gridOf(state.range, now));
  }

  close() {
    this.#editor.close();
    this.#explain.close();
  }

  async #format() {
    const query = this.#editor.value;
    if (!query.trim()) return;
    try {
      this.#editor.value = await formatted(query);
      this.#editor.focus();
      this.#problem.replaceChildren();
    } catch (e) {
      if (!(e instanceof Away)) this.#problem.replaceChildren(...locate((e as Error).message, query));
    }
  }

  async #submit() {
    push({ q: this.#editor.value.trim() });
    this.#recent.add(state.q);
    this.#shown = '';
    try {
      await this.refresh(await present());
    } catch {
      this.#shown = ''; // the server is away; the next round tries again
    }
  }

  async #execute(query: string, grid: Grid) {
    try {
      const answer = await ask(query, grid.now);
      const plotted = ['vector', 'scalar'].includes(answer.data.resultType);
      const curves = plotted ? await askRange(query, grid) : null;
      const rows = rowsOf(answer.data);
      this.#showViews(query, curves?.data ?? null, grid);
      this.#show(query, rows, curves ? join(seriesOf(curves.data), rows, grid) : [], grid);
      this.#showNotes(curves ? [answer, curves] : [answer]);
      this.#problem.replaceChildren();
      this.#explain.show(query, grid);
      if (!rows.length) await this.#suggest(query);
    } catch (e) {
      if (e instanceof Away) throw e;
      this.#result.dataset.state = 'error';
      this.#empty.replaceChildren();
      this.#notes.replaceChildren();
      this.#problem.replaceChildren(...locate((e as Error).message, query));
    }
  }

  /** A query that gives histograms has a heat map, too. */
  #showViews(query: string, data: MatrixData | null, grid: Grid) {
    const histograms = data ? distributions(data) : [];
    const hot = histograms.length > 0 && state.view === 'heat';
    this.#views.hidden = !histograms.length;
    this.#views.replaceChildren(...(['', 'heat'] as const).map((view) => element('a', {
      href: href('query', { view }), 'aria-current': hot === (view === 'heat') ? 'page' : null,
    }, view === 'heat' ? text('query.heat') : text('query.graph'))));
    this.#graph.hidden = hot;
    this.#heat.root.hidden = !hot;
    if (!hot) return;
    this.#result.dataset.state = 'data'; // what is not displayed has no size
    this.#heat.show(histograms, query, grid);
  }

  #show(query: string, rows: ResultRow[], series: Joined[], grid: Grid) {
    const { shown, hidden } = fold(series);
    const colors = new Colors();
    colors.meet(shown.map(({ labels }) => nameOf(labels)));
    const curves = shown.map((s) => ({ ...s, query, name: '', title: nameOf(s.labels), color: colors.of(nameOf(s.labels)) }));
    this.#asked = query;
    this.#result.dataset.state = rows.length || curves.length || !this.#heat.root.hidden ? 'data' : 'empty';
    this.#svg.toggleAttribute('hidden', !curves.length);
    this.#empty.replaceChildren(rows.length ? '' : curves.length ? text('query.past') : text('query.noMatch'));
    setText(this.#more, hidden ? text('query.folded', { n: number(hidden) }) : '');
    if (curves.length) draw(this.#svg, curves, grid, { format: number, base: 10, label: query });
    const colorOf = new Map(shown.map((s, i) => [nameOf(s.labels), curves[i]!.color]));
    this.#table.show(rows, query, grid.now, (labels: Labels) => colorOf.get(nameOf(labels)) ?? null);
  }

  /** What the server remarks: warnings first, each once. */
  #showNotes(answers: Answer<unknown>[]) {
    const all = (kind: 'warnings' | 'infos') => [...new Set(answers.flatMap((a) => a[kind] ?? []))];
    const item = (kind: string, name: string, words: string) => element('li', { class: kind }, element('b', {}, name), ' ', words);
    this.#notes.replaceChildren(
      ...all('warnings').map((words) => item('warnings', text('query.warning'), words)),
      ...all('infos').map((words) =>
        words.startsWith(HINT) ? item('infos', text('query.hint'), words.slice(HINT.length)) : item('infos', text('query.info'), words)));
  }

  async #suggest(query: string) {
    const names = await nearestNames(query);
    if (!names.length) return;
    const links = names.map(({ wrong, right }) =>
      element('a', { href: href('query', { q: query.replaceAll(wrong, right) }) }, element('code', {}, right)));
    this.#empty.append(' ', text('query.nearest'), ...links.flatMap((link) => [' ', link]));
  }
}
