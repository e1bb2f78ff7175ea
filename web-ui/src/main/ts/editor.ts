// Where a query is written: colours, completion by what this server has, and faults while one types.

import { autocompletion, closeBrackets, closeBracketsKeymap, closeCompletion, selectedCompletion, type CompletionContext } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, isolateHistory } from '@codemirror/commands';
import { HighlightStyle, bracketMatching, syntaxHighlighting } from '@codemirror/language';
import { EditorState, Prec } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { PromQLExtension, newCompleteStrategy } from '@prometheus-io/codemirror-promql';
import { text } from './text.ts';

/** The colours are those of the page, so that they change with its theme. */
const COLORS = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier], color: 'var(--s3)' },
  { tag: tags.function(tags.variableName), color: 'var(--s1)' },
  { tag: tags.labelName, color: 'var(--s2)' },
  { tag: tags.string, color: 'var(--accent-text)' },
  { tag: tags.number, color: 'var(--s4-text)' },
  { tag: tags.comment, color: 'var(--quiet)', fontStyle: 'italic' },
  { tag: tags.invalid, color: 'var(--wrong)' },
]);

const MONOSPACE = 'ui-monospace, SFMono-Regular, Menlo, monospace';
const floating = { background: 'var(--card)', color: 'var(--text)', border: '1px solid var(--control)', borderRadius: '4px' };

const LOOK = EditorView.theme({
  '&': { flex: '1', minWidth: '0', background: 'var(--card)', border: '1px solid var(--control)', borderRadius: '4px' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '1px' },
  '.cm-scroller': { font: `14px/1.4 ${MONOSPACE}`, minHeight: '3.8em', maxHeight: '14em' },
  '.cm-content': { padding: '6px 0', caretColor: 'var(--text)' },
  '.cm-line': { padding: '0 8px' },
  '.cm-placeholder': { color: 'var(--quiet)' },
  '&.cm-focused .cm-matchingBracket': { background: 'var(--code)', outline: '1px solid var(--control)' },
  '.cm-tooltip': floating,
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { font: `12px/1.6 ${MONOSPACE}`, maxWidth: 'min(700px, 90vw)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { background: 'var(--accent-text)', color: 'var(--card)' },
  '.cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail': { color: 'inherit' },
  '.cm-completionDetail': { color: 'var(--quiet)', fontStyle: 'normal' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-tooltip.cm-completionInfo': { font: '12px/1.4 system-ui, sans-serif' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--wrong)' },
});

/** Where something begins or goes on that has a name: what may follow a finished expression is offered only when asked for. */
const NAME_BEFORE = /[\w:{(,"']$/;

/** By which the browser knows that a style sheet is of the page. */
const nonce = () => document.querySelector<HTMLMetaElement>('meta[name=nonce]')?.nonce ?? '';

/** Completes by what this server has, wherever its pages are; what it cannot say is no fault of the writer's. */
function language(): PromQLExtension {
  const url = new URL('.', document.baseURI).href.replace(/\/$/, '');
  const strategy = newCompleteStrategy({ remote: { url, httpMethod: 'GET', httpErrorHandler: () => {} } });
  return new PromQLExtension().setComplete({
    completeStrategy: {
      // Enter would take an operator, where it was meant to run the query.
      promQL: (context: CompletionContext) =>
        context.explicit || context.matchBefore(NAME_BEFORE) ? strategy.promQL(context) : null,
      destroy: () => strategy.destroy?.(),
    },
  });
}

/** Whether what is chosen in the list is written already, so that taking it would change nothing. */
function isWritten({ state }: EditorView): boolean {
  const chosen = selectedCompletion(state)?.label;
  const { head } = state.selection.main;
  return chosen === undefined || state.sliceDoc(Math.max(0, head - chosen.length), head) === chosen;
}

/** What an editor is called, and who is told of each change. */
interface Options {
  id?: string;
  label?: string;
  changed?: (query: string) => void;
}

export class Editor {
  readonly #language = language();
  readonly #view: EditorView;
  readonly root: HTMLElement;

  /** @param run called when the writer asks for an answer; null where there is nobody to ask, so that Enter begins a line */
  constructor(query: string, run: (() => void) | null, { id = 'query-input', label = text('query.input'), changed = () => {} }: Options = {}) {
    const newline = { key: 'Shift-Enter', run: (view: EditorView) => (view.dispatch(view.state.replaceSelection('\n')), true) };
    const enter = {
      key: 'Enter',
      run: (view: EditorView) => {
        if (run === null || !isWritten(view)) return false; // the list takes it
        closeCompletion(view);
        run();
        return true;
      },
    };
    this.#view = new EditorView({
      state: EditorState.create({
        doc: query,
        extensions: [
          Prec.highest(keymap.of([newline, enter])),
          this.#language.asExtension(),
          EditorView.cspNonce.of(nonce()),
          autocompletion(), history(), bracketMatching(), closeBrackets(), syntaxHighlighting(COLORS), LOOK, EditorView.lineWrapping,
          placeholder(text('query.placeholder')),
          EditorView.updateListener.of((update) => { if (update.docChanged) changed(update.state.doc.toString()); }),
          keymap.of([...closeBracketsKeymap, ...historyKeymap, ...defaultKeymap]),
          EditorView.contentAttributes.of({
            id, 'aria-label': label, spellcheck: 'false', autocapitalize: 'off', autocorrect: 'off',
          }),
        ],
      }),
    });
    this.root = this.#view.dom;
  }

  get value(): string {
    return this.#view.state.doc.toString();
  }

  /** Takes the place of what is written; the writer can undo it. */
  set value(query: string) {
    this.#view.dispatch({
      changes: { from: 0, to: this.#view.state.doc.length, insert: query },
      // Undone alone, however soon it comes after what was typed.
      annotations: isolateHistory.of('full'),
    });
  }

  focus() {
    this.#view.focus();
  }

  close() {
    this.#language.destroy();
    this.#view.destroy();
  }
}
