import { isDeeperThan } from '../../json/depth.ts';
import { refuse } from '../../segments/refusal.ts';

const LARGEST_BYTES = 300_000;
// conditions nest at most 10 deep, each in a list and an object
const DEEPEST = 50;
// a pattern takes up to half a millisecond to check: this many keep a save within a second
const MOST_OBJECTS = 1_000;

/** Refuses what is too large before anything looks inside. */
export function requireSize(journey: object): void {
  if (isDeeperThan(journey, DEEPEST))
    refuseSize(`nests at most ${DEEPEST} deep, got more`, 'too_deep', DEEPEST);
  const bytes = Buffer.byteLength(JSON.stringify(journey));
  if (bytes > LARGEST_BYTES)
    refuseSize(`has at most ${LARGEST_BYTES} bytes, got ${bytes}`, 'too_large', LARGEST_BYTES);
}

/** Refuses more steps, conditions and filters together than are checked in a second. Recursive: bound the depth first. */
export function requireFewConditions(steps: readonly unknown[]): void {
  const objects = countObjects(steps);
  if (objects > MOST_OBJECTS)
    refuse(`a journey has at most ${MOST_OBJECTS} steps, conditions and filters, got ${objects}`, {
      code: 'too_many_conditions',
      pointer: '/steps',
      allowed: MOST_OBJECTS,
    });
}

function countObjects(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inside = Object.values(value).reduce<number>((sum, part) => sum + countObjects(part), 0);
  return Array.isArray(value) ? inside : inside + 1;
}

function refuseSize(limit: string, code: string, allowed: number): never {
  refuse(`a journey ${limit}`, { code, pointer: '', allowed });
}
