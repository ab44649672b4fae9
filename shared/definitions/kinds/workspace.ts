import * as z from 'zod';
import { identitySchema } from '../../identity/protection/definition.ts';
import { definitionIdSchema } from '../definition-id.ts';
import type { DefinitionKind } from '../definition-kind.ts';
import { parseFields } from '../parse-fields.ts';

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
  backfills: true,
  only: { id: 'workspace', body: workspaceSchema.parse({}) },
  parse: (value) => ({ body: parseFields(workspaceSchema, value), warnings: [] }),
};
