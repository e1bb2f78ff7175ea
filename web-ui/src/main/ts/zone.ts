// In which zone times are written: the reader's own, or UTC, as the link says or was chosen before on this machine.

import { keepText, kept } from './store.ts';

export const ZONES = ['local', 'utc'] as const;

export type Zone = (typeof ZONES)[number];

const KEY = 'narthex.zone';

/** The zone in use. */
export let zone: Zone = 'local';

const known = (name: string | null) => ZONES.find((z) => z === name);

/** Keeps a choice for the next visit. */
export const keepZone = (chosen: Zone) => keepText(KEY, chosen);

/** Uses the zone of a link, else the one that was kept. */
export function useZone(fromLink: string | null) {
  zone = known(fromLink) ?? known(kept(KEY)) ?? 'local';
}
