import type { Consumed } from '../capacity/consumed.ts';
import type { DynaliteStore } from '../storage/dynalite.ts';

/** What reads are made with; `charge` tells the meter and gives back what it was given. */
export type Reader = {
  readonly store: DynaliteStore;
  readonly charge: (consumed: readonly Consumed[]) => readonly Consumed[];
};
