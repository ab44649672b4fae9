import type { Bundle } from './constructs/bundle.ts';
import type { ReadAction, WriteAction } from './constructs/store.ts';
import type { StoreName } from './parts/data.ts';
import type { AdminScope } from './parts/sign-in.ts';

export type Route = {
  readonly key: '$default' | `${'GET' | 'PUT' | 'POST' | 'DELETE'} /${string}`;
  /** Without a scope the function itself decides who may call. */
  readonly scope?: AdminScope;
};

export type Trigger =
  | { readonly type: 'http'; readonly routes: readonly Route[] }
  | {
      readonly type: 'stream';
      readonly of: 'eventStream' | 'profiles' | 'failedEvents' | 'jobs';
      readonly filter?: object;
      /** until the records are too old, instead of 10 times: when all that can fail is a service that comes back */
      readonly keepsTrying?: true;
    }
  | { readonly type: 'minute'; readonly due: 'timers' }
  | { readonly type: 'day' }
  /** what providers say of the messages they took */
  | { readonly type: 'queue'; readonly of: 'feedback' }
  /** a step of a journey's state machine */
  | { readonly type: 'task'; readonly of: 'journeys' }
  /** an execution of a journey that ended other than by its last step */
  | { readonly type: 'execution-status'; readonly statuses: readonly ('FAILED' | 'TIMED_OUT' | 'ABORTED')[] };

/** What a function may do beyond reading and writing stores; each sets its variables and grants its actions. */
export type AbilityName =
  | 'publishJourneys'
  | 'runJourneys'
  | 'stopJourneys'
  | 'forgetObjects'
  | 'sendEmail'
  | 'sendSms'
  | 'sendPush'
  | 'startBackfills'
  | 'explainBackfills'
  | 'linkToApi';

export type FunctionDefinition = {
  readonly purpose: string;
  /** What people notice when it fails: the text of its alarm. */
  readonly errorImpact: string;
  /** Whether its alarm also counts the errors it logs: of failures that it reports, or that no answer shows. @default false */
  readonly ringsForLoggedErrors?: boolean;
  readonly memorySizeMegabytes: number;
  readonly timeoutSeconds: number;
  readonly trigger: Trigger;
  readonly reads: Readonly<Partial<Record<StoreName, readonly ReadAction[]>>>;
  readonly writes: Readonly<Partial<Record<StoreName, readonly WriteAction[]>>>;
  /** Why it keeps a grant that no scenario uses, by action and store: `npm run iam` asks. @default - none */
  readonly seldom?: Readonly<Partial<Record<`${ReadAction | WriteAction} ${StoreName}`, string>>>;
  /** @default - none */
  readonly may?: readonly AbilityName[];
  /** @default - nothing beside the code */
  readonly beside?: Bundle['beside'];
};
