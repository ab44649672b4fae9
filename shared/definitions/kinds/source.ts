import * as z from 'zod';
import { consentPolicySchema } from '../../events/consent-policy.ts';
import { definitionIdSchema } from '../definition-id.ts';
import type { DefinitionBody, DefinitionKind, Refusal, SaveContext } from '../definition-kind.ts';
import type { LiveDefinition } from '../definition-store.ts';
import { parseFields } from '../parse-fields.ts';

export const writeKeySchema = z.strictObject({
  // the only shape every tracking SDK accepts
  key: z
    .string()
    .regex(/^c[A-Za-z0-9_-]{24}$/, 'a write key has 25 characters: `c` and 24 letters or digits'),
  since: z.iso.datetime({ precision: 3 }),
  expires: z.iso.datetime({ precision: 3 }).optional(),
});
export type WriteKey = z.infer<typeof writeKeySchema>;

const fields = {
  id: definitionIdSchema,
  kind: z.enum(['browser', 'server']),
  name: z.string().min(1).max(200).optional(),
  /** false refuses its keys as if they were revoked */
  enabled: z.boolean().default(true),
  /** web origins a browser source answers; `*` means any */
  origins: z.array(z.string().min(1).max(300)).max(100).default(['*']),
  /** events a second for each write key; none means no limit */
  rate: z.number().int().positive().max(100_000).optional(),
  storeIp: z.boolean().default(true),
  /** raised by one it issues another secret to sign user ids with; what the one before has signed still counts */
  secretGeneration: z.number().int().min(1).max(1_000_000).default(1),
  brand: z.string().min(1).max(100).optional(),
  consent: consentPolicySchema.optional(),
};

/** What is sent: keys may be left out, and their `since` too. */
export const sourceInputSchema = z.strictObject({
  ...fields,
  writeKeys: z
    .array(writeKeySchema.partial({ since: true }))
    .min(1)
    .max(20)
    .optional(),
});
export type SourceInput = z.infer<typeof sourceInputSchema>;

/** What is stored and what the collector reads. */
export const sourceSchema = z.strictObject({ ...fields, writeKeys: z.array(writeKeySchema) });
export type Source = z.infer<typeof sourceSchema>;

export const sourceKind: DefinitionKind = {
  kind: 'source',
  path: 'sources',
  maximumLive: 100,
  answered: ['writeKeys'],
  parse: (value) => ({ body: parseFields(sourceInputSchema, value), warnings: [] }),
  complete: (body, context) => ({ ...body, writeKeys: writeKeysOf(sourceInputSchema.parse(body), context) }),
  refuse: refuseSharedKey,
};

// a key that stays keeps its `since`; a source sent without keys keeps all it has
function writeKeysOf(input: SourceInput, { before, now, newWriteKey }: SaveContext): WriteKey[] {
  const since = now.toISOString();
  const present = before === undefined ? [] : sourceSchema.parse(before).writeKeys;
  const fallback = present.length > 0 ? present : [{ key: newWriteKey(), since }];
  return (input.writeKeys ?? fallback).map((given) => {
    const kept = present.find((known) => known.key === given.key);
    return { ...given, since: given.since ?? kept?.since ?? since };
  });
}

function refuseSharedKey(body: DefinitionBody, others: readonly LiveDefinition[]): Refusal | undefined {
  const own = sourceSchema.parse(body).writeKeys.map(({ key }) => key);
  const holder = others.find((other) =>
    sourceSchema.parse(other.body).writeKeys.some(({ key }) => own.includes(key)),
  );
  if (holder === undefined) return undefined;
  return {
    code: 'write_key_taken',
    message: `a write key of this source belongs to source \`${holder.id}\``,
  };
}
