import * as z from 'zod';
import { definitionIdSchema } from '../definition-id.ts';
import { A_MOMENT, isMoment } from './moment.ts';

const momentSchema = z.string().refine(isMoment, `use ${A_MOMENT}`);
const dataSchema = z.record(z.string(), z.unknown());

/** An event as a source sends it, and when; who it is about may be left out. */
const givenSchema = z.strictObject({
  at: momentSchema,
  /** when it happened, if that is not when it arrived */
  timestamp: momentSchema.optional(),
  /** a source of the workspace; without it a server that is trusted */
  source: definitionIdSchema.optional(),
  /** instead of an event: an upload of this list names the person */
  list: definitionIdSchema.optional(),
  type: z.enum(['identify', 'track', 'page', 'screen', 'group', 'alias']).optional(),
  event: z.string().optional(),
  name: z.string().optional(),
  properties: dataSchema.optional(),
  traits: dataSchema.optional(),
  context: dataSchema.optional(),
  userId: z.string().optional(),
  anonymousId: z.string().optional(),
  previousId: z.string().optional(),
  groupId: z.string().optional(),
  messageId: z.string().optional(),
});
export type Given = z.infer<typeof givenSchema>;

/** What may be expected: which kind of definition it is about, and whether it says when. */
export const expectations = {
  entered: { of: 'segment', at: 'required' },
  left: { of: 'segment', at: 'required' },
  in: { of: 'segment', at: 'required' },
  out: { of: 'segment', at: 'optional' },
  sent: { of: 'template', at: 'required' },
  skipped: { of: 'template', at: 'required' },
  unsent: { of: 'template', at: 'optional' },
} as const;
export type Verb = keyof typeof expectations;

export const verbs = Object.keys(expectations).filter(isVerb);

export function isVerb(word: string): word is Verb {
  return Object.hasOwn(expectations, word);
}

const idSchema = definitionIdSchema.optional();

const expectedSchema = z.strictObject({
  at: momentSchema.optional(),
  entered: idSchema,
  left: idSchema,
  in: idSchema,
  out: idSchema,
  sent: idSchema,
  skipped: idSchema,
  unsent: idSchema,
} satisfies Readonly<Record<Verb | 'at', z.ZodType>>);

const storySchema = z.strictObject({
  name: z.string().min(1).max(200),
  start: momentSchema.optional(),
  given: z.array(givenSchema).min(1).max(1_000),
  expect: z.array(expectedSchema).min(1).max(100),
});

/** One file of `tests/`: what happens to one person at a time, and what must come of it. */
export const storyFileSchema = z.strictObject({ tests: z.array(storySchema).min(1).max(200) });
export type StoryFile = z.infer<typeof storyFileSchema>;
