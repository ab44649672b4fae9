import type { Profile } from '../../profiles/profile.ts';
import type { CompiledSegments } from '../compile.ts';
import { groupOf, type RfmGroup } from './groups.ts';
import type { Scores } from './scores.ts';

/** Scores and group, and the group that follows by time alone; undefined: nobody knows one. */
export type RfmAt = {
  readonly scores: Scores;
  readonly group: RfmGroup;
  readonly next: { readonly at: number; readonly group: RfmGroup | undefined } | undefined;
};

type Answerable = Pick<Profile, 'windows' | 'definitions' | 'evaluatedAt'>;

/** How a stored buyer is scored at `now`; one whose purchases are not gathered yet is not. */
export function rfmAt(
  profile: Answerable,
  { rfm }: Pick<CompiledSegments, 'rfm'>,
  now: number,
): RfmAt | undefined {
  if (rfm === undefined || rfm.since > profile.definitions) return undefined;
  let start = Math.max(now, profile.evaluatedAt);
  let first: Pick<RfmAt, 'scores' | 'group'> | undefined;
  for (const { value, until = start } of rfm.course(profile, start)) {
    const group = value && groupOf(value);
    if (first && group !== first.group) return { ...first, next: { at: start, group } };
    if (value === undefined || group === undefined) return undefined;
    first ??= { scores: value, group };
    start = until;
  }
  return first && { ...first, next: undefined };
}
