import * as z from 'zod';
import { definitionIdSchema } from '../../definitions/definition-id.ts';

const types = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const;

/** What a contract holds, with what a schema may be left to the caller: who saves one checks it, who uses one need not. */
export function contractSchemaOf<Schema extends z.ZodType>(schema: Schema) {
  return z.strictObject({
    /** the source whose events it is about */
    id: definitionIdSchema,
    /** what becomes of an event that violates it: nothing, a warning in the answer, or a place in FailedEvents */
    mode: z.enum(['off', 'warn', 'quarantine']),
    /** by the name of the event, as the stream carries it */
    events: z.record(z.string().min(1).max(256), schema).default({}),
    /** for events of a type that are not named */
    types: z.partialRecord(z.enum(types), schema).default({}),
  });
}

/** A contract that was checked when it was saved. */
export const storedContractSchema = contractSchemaOf(z.record(z.string(), z.unknown()));
export type ContractDefinition = z.infer<typeof storedContractSchema>;
