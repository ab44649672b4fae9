import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateSegments } from '../../../shared/fold/evaluate.ts';
import { observeFact, pruneObserved } from '../../../shared/profiles/observed.ts';
import { factsOf, newProfile, type Profile } from '../../../shared/profiles/profile.ts';
import { type CompiledSegments, compileSegments } from '../../../shared/segments/compile.ts';
import { parseSegment } from '../../../shared/segments/parse-segment.ts';
import { events } from '../../support/segments/cases/histories.ts';
import { people, rules } from '../../support/segments/cases/rules.ts';
import { nextFlipOf } from '../../support/segments/next-flip.ts';
import { size } from '../../support/sizes.ts';

const START = Date.UTC(2026, 2, 21);
const HOUR = 3_600_000;

const batches = fc.array(
  fc.record(
    {
      afterMs: fc.constantFrom(1, HOUR, 6 * HOUR, 30 * HOUR, 9 * 24 * HOUR),
      events: fc.array(events, { maxLength: 3 }),
      person: people,
    },
    { requiredKeys: ['afterMs', 'events'] },
  ),
  { minLength: 2, maxLength: 12 },
);

type Batch = typeof batches extends fc.Arbitrary<(infer One)[]> ? One : never;

function compile(wheres: readonly object[], timezone: string): CompiledSegments {
  const live = wheres.map((where, index) => ({ ...parseSegment({ id: `rule-${index}`, where }), since: 1 }));
  return compileSegments(live, { timezone });
}

/** What a batch leaves of the facts, before anything is decided. */
function apply(
  profile: Profile,
  { events, person }: Partial<Batch>,
  compiled: CompiledSegments,
  now: number,
) {
  for (const event of events ?? []) observeFact(profile, compiled, event);
  if (person) {
    profile.mentionedTraits = person.traits;
    profile.firstSeen = Math.min(profile.firstSeen, person.firstSeen ?? profile.firstSeen);
    profile.lastSeen = Math.max(profile.lastSeen, person.lastSeen ?? profile.lastSeen);
  }
  pruneObserved(profile, compiled, now);
}

describe('evaluating only what an event may change', () => {
  it('decides the same at the same instants as evaluating everything', {
    timeout: size(60_000, 900_000),
  }, () => {
    const cases = fc.tuple(fc.array(rules, { minLength: 1, maxLength: 6 }), batches);
    fc.assert(
      fc.property(cases, fc.constantFrom('UTC', 'Europe/Warsaw'), ([wheres, history], timezone) => {
        const compiled = compile(wheres, timezone);
        const [few, all] = [newProfile('one', START, 1), newProfile('one', START, 1)];
        let now = START;

        for (const batch of history) {
          now += batch.afterMs;
          const answered = few.evaluatedAt === 0 ? undefined : factsOf(few);
          for (const profile of [few, all]) apply(profile, batch, compiled, now);
          evaluateSegments(few, compiled, { now, answered });
          evaluateSegments(all, { ...compiled, affectedBy: () => compiled.segments }, { now, answered });

          expect({ ...few, nextFlip: nextFlipOf(few, compiled) }).toEqual({
            ...all,
            nextFlip: nextFlipOf(all, compiled),
          });
        }
      }),
      { numRuns: size(1_000, 20_000) },
    );
  });
});
