import * as z from 'zod';
import { DEFAULT_IDENTITY_RULES as rules } from '../../identity/rules.ts';
import { definitionIdSchema } from '../definition-id.ts';
import type { DefinitionKind } from '../definition-kind.ts';
import { parseFields } from '../parse-fields.ts';

const identifierLimitSchema = z.strictObject({
  count: z.number().int().min(1).max(1_000),
  per: z.enum(['ever', 'week']).default('ever'),
});

// what is parsed here is an `IdentityRules`, with the values that are no identifier beside it
const identitySchema = z.strictObject({
  limits: z.record(z.string().min(1).max(100), identifierLimitSchema).default({ ...rules.limits }),
  /** for every type that `limits` does not name */
  otherLimit: identifierLimitSchema.default(rules.otherLimit),
  priority: z
    .array(z.string().min(1).max(100))
    .max(50)
    .default([...rules.priority]),
  blocked: z.array(z.string().min(1).max(255)).max(1_000).default([]),
  maxMerges: z.number().int().min(1).max(1_000).default(rules.maxMerges),
  maxIdentifiers: z.number().int().min(1).max(10_000).default(rules.maxIdentifiers),
});

const topicSchema = z.strictObject({
  id: definitionIdSchema,
  name: z.string().min(1).max(200),
  doubleOptIn: z.boolean().optional(),
});

/** Every field has a default: a workspace that was never saved is `workspaceSchema.parse({})`. */
export const workspaceSchema = z.strictObject({
  id: z.literal('workspace').default('workspace'),
  timezone: z
    .string()
    .refine(isTimezone, 'not a time zone; use an IANA name like `Europe/Warsaw`')
    .default('UTC'),
  from: z.strictObject({ email: z.email(), name: z.string().min(1).max(200) }).optional(),
  topics: z.array(topicSchema).max(100).default([]),
  identity: identitySchema.prefault({}),
  protectedTraits: z.array(z.string().min(1).max(100)).max(100).default([]),
});
export type Workspace = z.infer<typeof workspaceSchema>;

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false; // Intl throws a RangeError for a name it does not know
  }
}

export const workspaceKind: DefinitionKind = {
  kind: 'workspace',
  path: 'workspace',
  only: { id: 'workspace', body: workspaceSchema.parse({}) },
  parse: (value) => ({ body: parseFields(workspaceSchema, value), warnings: [] }),
};
