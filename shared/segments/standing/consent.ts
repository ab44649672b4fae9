import * as z from 'zod';
import { channelNames } from '../../messaging/channels/channel-name.ts';
import { applyConsentEvent, consentFor, consentKey } from '../../messaging/consent.ts';
import type { ConditionKind } from '../conditions/condition-kind.ts';
import { child, parseValue, requireKnownKeys } from '../refusal.ts';
import { constantly } from '../verdict.ts';
import { parseObject } from './parse-object.ts';

const A_CHANNEL = `one of ${channelNames.map((name) => `\`${name}\``).join(', ')}`;
const A_TOPIC = 'the id of a topic, 1 to 64 lowercase letters, digits or dashes';
const A_STATUS = '`subscribed` or `unsubscribed`';

export const scopeSchema = z.strictObject({
  channel: z.enum(channelNames, { error: A_CHANNEL }),
  topic: z
    .string({ error: A_TOPIC })
    .regex(/^[a-z0-9-]{1,64}$/, A_TOPIC)
    .optional(),
});
export const statusSchema = z.enum(['subscribed', 'unsubscribed'], { error: A_STATUS });

/** What somebody last said about messages on a channel, of one topic or of all; who said nothing is neither. */
export type ConsentCondition = {
  readonly consent: z.infer<typeof scopeSchema>;
  readonly is: z.infer<typeof statusSchema>;
};

export const consent: ConditionKind<ConsentCondition> = {
  keys: ['consent', 'is'],
  nodes: () => 1,
  parts: () => [],
  parse: (value, { pointer }) => {
    requireKnownKeys(value, { pointer, known: consent.keys });
    return {
      consent: parseObject(scopeSchema, value.consent, { pointer, name: 'consent' }),
      is: parseValue(statusSchema, value.is, { pointer: child(pointer, 'is'), name: 'is' }),
    };
  },
  compile: ({ consent: scope, is }, compilation) => {
    compilation.mentionConsent(scope);
    const key = consentKey(scope);
    return ({ facts }) => constantly(facts.consents?.[key] === is);
  },
  isIndexed: true,
  subject: ({ consent: scope }, { consents }) => ({
    value: consents?.[consentKey(scope)],
    saidBy: (event) => consentFor(applyConsentEvent({}, event), scope)?.status,
    isLastWord: true,
  }),
  review: () => [],
  mentions: ({ consent: { topic } }, { pointer }) =>
    topic === undefined
      ? []
      : [{ kind: 'workspace', id: 'workspace', pointer: `${child(pointer, 'consent')}/topic`, topic }],
};
