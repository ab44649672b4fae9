import type { NaiveRule } from '../../../naive-evaluator.ts';
import type { SimulatedCloud } from '../engine/simulated-cloud.ts';
import type { Shape } from '../shapes/shape.ts';
import { segments } from '../shapes/shop-definitions.ts';
import { checkEvents } from './check-events.ts';
import { checkIdentity } from './check-identity.ts';
import { checkPeople } from './check-people.ts';
import { readOutcome } from './read-outcome.ts';

const rules: readonly { readonly id: string; readonly where: NaiveRule }[] = Object.values(segments);

/** What is not as the events say, each as a sentence; none when all is right. */
export async function wrongOutcomes(cloud: SimulatedCloud, { isLimited }: Shape): Promise<string[]> {
  const outcome = await readOutcome(cloud);
  const live = new Set(outcome.rules.compiled.segments.map(({ id }) => id));
  return [
    ...checkEvents(outcome),
    ...checkIdentity(outcome, isLimited),
    ...checkPeople(
      outcome,
      rules.filter(({ id }) => live.has(id)),
    ),
  ];
}
