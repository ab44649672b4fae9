import type { LiveRules } from '../../definitions/live-rules.ts';
import type { IdentityKey } from '../../identity/node-key.ts';
import type { Person } from '../profile.ts';
import type { TimelineEvent } from '../profile-store.ts';

/** What somebody asks about a person. */
export type Question = {
  readonly asked: string;
  readonly person: Person;
  readonly rules: LiveRules;
  readonly identityKey: IdentityKey;
  /** epoch ms */
  readonly now: number;
  /** the person with what was published since their last write */
  bringUp(): Promise<Person>;
};

/** What events it takes to answer, and the answer from them, newest received first. */
export type Explanation = {
  isWanted(event: TimelineEvent): boolean;
  from(events: readonly TimelineEvent[]): object | Promise<object>;
};
