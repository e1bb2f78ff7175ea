// How many requests came within some windows, one of them of the reader's choice.

import { instant } from './api.ts';
import { coverageNote } from './note.ts';
import { element, setText, setValue } from './dom.ts';
import { parse, say } from './duration.ts';
import { withWindow, type PanelDefinition } from './panels.ts';
import type { Format } from './format.ts';
import { replace, state } from './route.ts';
import { text } from './text.ts';

interface Entry {
  window: () => string;
  value: HTMLElement;
  note: HTMLElement;
}

export class Volumes {
  readonly #definition: () => PanelDefinition;
  readonly #format: Format;
  readonly #entries: Entry[] = [];
  readonly root = element('div', { class: 'volumes' });

  /** @param definition what it asks, which may change */
  constructor(definition: () => PanelDefinition, format: Format) {
    this.#definition = definition;
    this.#format = format;
    for (const window of definition().volumes ?? []) {
      this.#add(element('span', { class: 'unit' }, text('volume.last', { window: say(parse(window)) })), () => window);
    }
    const input = element('input', { value: state.n, 'aria-label': text('label.window'), size: 5, maxlength: 8 });
    input.addEventListener('change', () => replace({ n: input.value.trim() }));
    this.#add(input, () => state.n);
  }

  #add(head: HTMLElement, window: () => string) {
    const entry = { window, value: element('p', { class: 'value' }, '…'), note: element('p', { class: 'note' }) };
    this.root.append(element('div', {}, head, entry.value, entry.note));
    this.#entries.push(entry);
  }

  async refresh(now: number) {
    await Promise.all(this.#entries.map((entry) => this.#renew(entry, now)));
  }

  async #renew({ window: choice, value, note }: Entry, now: number) {
    const window = choice();
    value.dataset.window = window;
    if (Number.isNaN(parse(window))) {
      setValue(value, '–', null);
      setText(note, text('badDuration'));
      return;
    }
    const query = withWindow(this.#definition(), window);
    const [sample] = await instant(query, now);
    setValue(value, sample ? this.#format(sample.value) : '–', sample?.value ?? null, query, now);
    setText(note, await coverageNote(query, window, now));
  }
}
