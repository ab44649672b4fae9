import * as z from 'zod';
import type { ConditionKind } from '../conditions/condition-kind.ts';
import type { Filter } from '../conditions/parts/filter.ts';
import { judgeRead } from '../events/tallies.ts';
import { child, requireKnownKeys } from '../refusal.ts';
import { durationOf } from '../values/expected.ts';
import type { Total } from '../values/total.ts';
import { parseWithin } from '../values/within.ts';
import { keyOf, windowOf } from '../windows/event-window.ts';
import { NO_TALLIES } from '../windows/tally.ts';
import { parseObject } from './parse-object.ts';

const STATES = ['delivered', 'bounced', 'marked-as-spam', 'opened', 'clicked'] as const;
const A_JOURNEY = 'the id of a journey';
const A_STEP = 'the id of a step';
const A_STATE = `one of ${STATES.map((name) => `\`${name}\``).join(', ')}`;

const stateSchema = z.enum(STATES, { error: A_STATE });
type Told = { readonly event: string; readonly where?: readonly Filter[] };

/** What the platform hears of a message, and which event says it. */
const states: Readonly<Record<z.infer<typeof stateSchema>, Told>> = {
  delivered: { event: 'Email Delivered' },
  bounced: { event: 'Email Bounced' },
  'marked-as-spam': { event: 'Email Marked as Spam' },
  // a machine that fetched the images is no person who read the text
  opened: { event: 'Email Opened', where: [{ property: 'machineOpen', equals: false }] },
  clicked: { event: 'Email Link Clicked' },
};

export const messageSchema = z.strictObject({
  journey: z.string({ error: A_JOURNEY }).min(1, A_JOURNEY).max(64, A_JOURNEY),
  step: z.string({ error: A_STEP }).min(1, A_STEP).max(64, A_STEP).optional(),
  was: stateSchema,
  within: z.unknown().optional(),
});

/** Something that became of a message of a journey, of one step or of any. */
export type MessageCondition = {
  readonly message: Omit<z.infer<typeof messageSchema>, 'within'> & { readonly within?: string };
};

const MESSAGE_EVENTS = new Set<string>(Object.values(states).map(({ event }) => event));

export function isMessageEvent(name: string): boolean {
  return MESSAGE_EVENTS.has(name);
}

export const message: ConditionKind<MessageCondition> = {
  keys: ['message'],
  nodes: () => 1,
  parts: () => [],
  parse: (value, { pointer }) => {
    requireKnownKeys(value, { pointer, known: message.keys });
    const { within, ...rest } = parseObject(messageSchema, value.message, { pointer, name: 'message' });
    if (within === undefined) return { message: rest };
    return { message: { ...rest, within: parseWithin(within, `${child(pointer, 'message')}/within`) } };
  },
  compile: ({ message: { within, ...asked } }, { calendar, keep }) => {
    const counted = { event: states[asked.was].event, where: filtersOf(asked), within };
    const spec = windowOf(counted, calendar);
    // a customer may send events of the same name
    const key = keyOf(['platform', spec.key]);
    const total: Total = {
      measure: 'count',
      low: 1,
      high: Infinity,
      within: within === undefined ? undefined : durationOf(within),
      calendar,
    };
    keep({ ...spec, key, ofPlatform: true }, total);
    return judgeRead(({ windows }) => windows.get(key) ?? NO_TALLIES, total);
  },
  isIndexed: true,
  names: 'email_id',
  within: ({ message: { within } }) => within,
  isOpenEnded: ({ message: { within } }) => within === undefined,
  review: () => [],
  mentions: ({ message: { journey, step } }, { pointer }) => [
    {
      kind: 'journey',
      id: journey,
      pointer: `${child(pointer, 'message')}/journey`,
      ...(step !== undefined && { step }),
    },
  ],
};

function filtersOf({ journey, step, was }: MessageCondition['message']): readonly Filter[] {
  const ofStep = step === undefined ? [] : [{ property: 'step', equals: step }];
  return [{ property: 'campaign_id', equals: journey }, ...ofStep, ...(states[was].where ?? [])];
}
