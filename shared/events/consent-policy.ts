import * as z from 'zod';
import { consentStatus } from '../messaging/consent.ts';

/** What a source does with events of people who have not granted a consent category; its name alone drops them. */
export const consentPolicySchema = z.preprocess(
  (value) => (typeof value === 'string' ? { category: value } : value),
  z.strictObject({
    category: z.string().min(1).max(100),
    otherwise: z.enum(['drop', 'anonymous']).default('drop'),
    /** for events that do not say; like those of people who refused when it is left out */
    missing: z.enum(['drop', 'anonymous', 'keep']).optional(),
  }),
);
export type ConsentPolicy = z.infer<typeof consentPolicySchema>;

type Data = Readonly<Record<string, unknown>>;

/** What consent allows to keep of an event, by `context.consent.categoryPreferences`; the event's own context wins. */
export function consentVerdict(
  policy: ConsentPolicy | undefined,
  event: Data,
  envelopeContext: unknown,
): 'keep' | 'anonymous' | 'drop' {
  // to be left alone needs no consent to be tracked
  if (policy === undefined || consentStatus(event) === 'unsubscribed') return 'keep';
  const consent = fieldOf(event.context, 'consent') ?? fieldOf(envelopeContext, 'consent');
  const preference = fieldOf(fieldOf(consent, 'categoryPreferences'), policy.category);
  if (preference === true) return 'keep';
  return preference === undefined ? (policy.missing ?? policy.otherwise) : policy.otherwise;
}

function fieldOf(value: unknown, field: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, field)) return undefined;
  return (value as Data)[field]; // an object that has the key
}
