import type * as z from 'zod';
import type { ChannelName } from '../../messaging/channels/channel-name.ts';
import type { Condition } from '../../segments/definition.ts';
import type { AslState } from '../machine/asl.ts';
import type { StepCompilation } from '../machine/compilation.ts';

/** The functions a machine invokes. */
export type JourneyFunction = 'decide-step' | 'send-message';

/** One way out of a step: the key that says where to, and the step it names; none is the step below. */
export type Way = { readonly key: string; readonly to: string | undefined };

/** The way a run leaves a step by, and how long after it came there; without one it ends. */
export type Move = { readonly way: Way['key'] | undefined; readonly afterMs: number };

/** What a step says to the person. */
export type StepMessage = {
  readonly channel: ChannelName;
  readonly template: string;
  readonly topic?: string | undefined;
  readonly class: 'marketing' | 'transactional';
};

type Shared = { readonly id: string; readonly type: string };

/** Everything the language knows of one type of step; code outside its file asks here instead of comparing `type`. */
export type StepKind<Step extends Shared> = {
  readonly schema: z.ZodObject & z.ZodType<Step>;
  /** what the role of the machine must be allowed to invoke */
  readonly permissions: readonly JourneyFunction[];
  readonly isWait: boolean;
  ways(step: Step): readonly Way[];
  /** Going there is the same as ending: no state of its own is needed. */
  endsRun(step: Step): boolean;
  /** what it decides by, and the key it stands under */
  condition?(step: Step): { readonly key: string; readonly condition: Condition };
  message?(step: Step): StepMessage;
  /** What `compile` makes the machine do, for a rehearsal; `holds` answers the step's condition for the person. */
  move(step: Step, holds: () => boolean): Move;
  /** The longest a run can stay in it, retries included. */
  longestMs(step: Step): number;
  /** The first state is the one others lead to. */
  compile(step: Step, compilation: StepCompilation): Readonly<Record<string, AslState>>;
};
