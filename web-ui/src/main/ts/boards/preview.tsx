// How a panel that is being edited looks with the data of now.

import { useEffect, useRef } from 'preact/hooks';
import { gridOf, present } from '../grid.ts';
import { Panel } from '../panel.ts';
import type { PanelDefinition } from '../panels.ts';
import { endOf, state } from '../route.ts';

/** Whoever types is not finished with each letter. */
const PAUSE_MILLIS = 500;

const show = async (panel: Panel) => panel.refresh(gridOf(state.range, endOf(await present())));

export function Preview({ definition, now }: { definition: PanelDefinition; now: number }) {
  const place = useRef<HTMLDivElement>(null);
  const shown = useRef<Panel | null>(null);
  useEffect(() => {
    const timer = setTimeout(async () => {
      const panel = new Panel({ ...definition, id: 'preview' });
      const before = shown.current;
      shown.current = panel;
      // The one before stays until this one has its data.
      panel.root.classList.toggle('coming', before !== null);
      place.current?.append(panel.root);
      await show(panel).catch(() => {}); // it says itself what is wrong
      before?.root.remove();
      panel.root.classList.remove('coming');
    }, shown.current ? PAUSE_MILLIS : 0);
    return () => clearTimeout(timer);
  }, [JSON.stringify(definition)]);
  useEffect(() => { if (shown.current) show(shown.current).catch(() => {}); }, [now]);
  return <div class="preview" ref={place} />;
}
