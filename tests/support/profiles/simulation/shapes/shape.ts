import type { StreamEvent } from '../../../../../events/stream-event.ts';
import type { Chance } from '../engine/chance.ts';

/** Bodies of definitions by their kind. */
export type Definitions = Readonly<
  Record<'workspace' | 'segment' | 'journey', readonly { readonly id: string }[]>
>;

export type Action =
  | { readonly type: 'post'; readonly events: readonly StreamEvent[] }
  /** bytes that are no event */
  | { readonly type: 'spoil'; readonly data: string }
  | { readonly type: 'wait'; readonly ms: number }
  | { readonly type: 'reshard' }
  | { readonly type: 'publish'; readonly definitions: Definitions }
  /** from here on nothing fails any more */
  | { readonly type: 'calm' };

/** One way people behave: what is in force, and what happens in what order. */
export type Shape = {
  readonly about: string;
  readonly definitions: Definitions;
  /** merge protection decides, so who is who depends on who came first */
  readonly isLimited?: true;
  play(chance: Chance): readonly Action[];
};
