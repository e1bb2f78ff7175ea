// The page on which a dashboard is edited and saved.

import { Page } from '../page.tsx';
import { Nothing, Section } from '../parts.tsx';
import { href, state } from '../route.ts';
import { text } from '../text.ts';
import { boards, fileOf, inLanguage, save, unsave, type Offered, type WrittenBoard } from './boards.ts';
import { changed, draftOf, faultOf, hasDrafts, keepDraft, withWords, type Fault } from './draft.ts';
import { TextField } from './fields.tsx';
import { PanelList } from './panellist.tsx';
import { Raw } from './raw.tsx';
import { Toolbar } from './toolbar.tsx';

addEventListener('beforeunload', (event) => { if (hasDrafts()) event.preventDefault(); });

const listed = (words: string) => words.split(',').map((word) => word.trim()).filter(Boolean);

const Unknown = () => (
  <Section id="edit" title={text('board.unknown', { name: state.board })}>
    <Nothing><a href={href('dashboard', { board: '', edit: '' })}>{text('board.all')}</a></Nothing>
  </Section>
);

export class Edit extends Page<Offered[]> {
  #all: Offered[] | null = null;
  #fault: Fault | null = null;
  #done = '';
  /** Fields begin anew where all of a dashboard has changed. */
  #turn = 0;

  protected async load() {
    this.#all ??= await boards();
    return this.#all;
  }

  #change(board: WrittenBoard) {
    keepDraft(state.board, board);
    this.#fault = null;
    this.#done = '';
    this.draw();
  }

  async #try(action: () => Promise<string>) {
    try {
      this.#done = await action();
      this.#fault = null;
      this.#all = null;
      await this.refresh(this.now);
    } catch (e) {
      this.#fault = faultOf((e as Error).message);
      this.draw();
    }
  }

  #save(board: WrittenBoard, name: string) {
    return this.#try(async () => {
      await save({ ...board, name });
      keepDraft(state.board, null);
      if (name !== state.board) location.hash = href('dashboard', { board: name });
      return text('edit.saved');
    });
  }

  #back() {
    return this.#try(async () => {
      await unsave(state.board);
      keepDraft(state.board, null);
      this.#turn++;
      // Without a pack of that name there is nothing left to edit.
      if (!(await boards()).some(({ name }) => name === state.board)) location.hash = href('dashboard', { board: '', edit: '' });
      return text('edit.removed');
    });
  }

  #discard() {
    keepDraft(state.board, null);
    this.#fault = null;
    this.#turn++;
    this.draw();
  }

  protected show(all: Offered[], now: number) {
    const offered = all.find(({ name }) => name === state.board);
    if (!offered) return <Unknown />;
    const draft = draftOf(state.board);
    const board = draft ?? fileOf(offered);
    const fault = (member: string) => (this.#fault?.panel === null && this.#fault.member === member ? this.#fault.words : '');
    const change = (changes: Parameters<typeof changed>[1]) => this.#change(changed(board, changes));
    const isRaw = state.edit === 'json';
    const tab = (edit: string, title: string) => (
      <a href={href('dashboard', { edit })} aria-current={isRaw === (edit === 'json') ? 'page' : undefined}>{title}</a>
    );
    return (
      <Section id="edit" title={text('edit.heading', { title: inLanguage(board.title) })}>
        <Toolbar board={board} origin={offered.origin} isChanged={draft !== null} names={all.map(({ name }) => name)} fault={fault('name')}
          save={(name) => this.#save(board, name)} back={() => this.#back()} discard={() => this.#discard()} />
        <p class="done" role="status">{this.#done}</p>
        {fault('') && <p class="problem" role="alert">{fault('')}</p>}
        <nav class="tabs" aria-label={text('edit.parts')}>{tab('panels', text('edit.panels'))}{tab('json', 'JSON')}</nav>
        {isRaw
          ? <Raw key={this.#turn} board={board} change={(all) => this.#change(all)} />
          : (
            <div key={this.#turn}>
              <div class="fields">
                <TextField name="board.title" label={text('edit.title')} value={inLanguage(board.title)} fault={fault('title')}
                  change={(value) => change({ title: withWords(board.title, value) ?? '' })} />
                <TextField name="metric" label={text('edit.metric')} value={board.metric ?? ''} fault={fault('metric')} hint={text('edit.metric.hint')} mono
                  change={(value) => change({ metric: value || undefined })} />
                <TextField name="variables" label={text('edit.variables')} value={(board.variables ?? []).join(', ')} fault={fault('variables')} mono
                  change={(value) => change({ variables: listed(value) })} />
              </div>
              <PanelList board={board} fault={this.#fault} now={now} change={(all) => this.#change(all)} />
            </div>
          )}
      </Section>
    );
  }
}
