import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { InvalidInputError } from '../../../shared/errors.ts';
import type { Journey } from '../../../shared/journeys/definition.ts';
import { parseJourney } from '../../../shared/journeys/parse-journey.ts';

// the package has no types: this is the part of it that is used here
type Validate = (definition: object) => { readonly errors: readonly unknown[] };
const validate = createRequire(import.meta.url)('asl-validator') as Validate;

/** What Step Functions would refuse in a machine; the validator writes into what it is given. */
export const complaintsAbout = (definition: object): readonly unknown[] =>
  validate(structuredClone(definition)).errors;

const folder = new URL('../../fixtures/journeys/', import.meta.url);

export const journeyFixtures = ['welcome', 'abandoned-cart', 'win-back'] as const;

export function readJourneyFixture(name: (typeof journeyFixtures)[number]): object {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
}

export const send = (id: string, more: object = {}) => ({
  id,
  type: 'send',
  channel: 'email',
  template: 'hello',
  ...more,
});
export const wait = (id: string, more: object = {}) => ({ id, type: 'wait', for: '1h', ...more });
export const exit = (id: string, more: object = {}) => ({ id, type: 'exit', ...more });
export const branch = (id: string, [holds, otherwise]: readonly [string, string]) => ({
  id,
  type: 'branch',
  if: { trait: 'plan', equals: 'gold' },
  // biome-ignore lint/suspicious/noThenProperty: the word of the language; nobody awaits a definition
  then: holds,
  else: otherwise,
});

/** A journey of these steps, as a marketer writes it. */
export const journeyOf = (steps: unknown, more: object = {}) => ({
  id: 'tried',
  entry: { event: 'Signed Up' },
  steps,
  ...more,
});

export const parsed = (value: unknown): Journey => parseJourney(value).journey;

export type JourneyRefusal = {
  readonly code: string;
  readonly pointer: string | undefined;
  readonly message: string;
  readonly allowed: unknown;
};

export function refusalOf(value: unknown): JourneyRefusal {
  try {
    parseJourney(value);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const { code, pointer, message, allowed } = error;
    return { code, pointer, message, allowed };
  }
  throw new Error('was not refused');
}
