import type { WindowSpec } from '../segments/windows/window.ts';
import type { Journey } from './definition.ts';

/** A published journey as the fold needs it. */
export type LiveJourney = {
  readonly journey: Journey;
  readonly version: number;
  /** keys of the windows that hold when its exit events last happened */
  readonly exitWindows: readonly WindowSpec['key'][];
};
