import * as z from 'zod';
import { faultKinds } from './break-call.ts';
import { conflictOperations, conflictServices } from './conflict.ts';

const fields = {
  service: z.string(),
  operation: z.string().optional(),
  /** The calling function, by its name with or without those of stack and stage. */
  function: z.string().optional(),
  /** A table, stream, bucket, secret or state machine, named like the function. */
  resource: z.string().optional(),
  /** The first call to break, counted from 1. */
  nth: z.int().min(1).optional(),
  /** How many to break; one when `nth` is given, else all. */
  times: z.int().min(1).optional(),
  probability: z.number().min(0).max(1).default(1),
  seed: z.int().default(0),
  kind: z.enum(faultKinds, {
    error: ({ input }) => `must be one of ${faultKinds.join(', ')}, got ${JSON.stringify(input)}`,
  }),
  delayMs: z.number().min(0).optional(),
};

const ruleSchema = z.strictObject(fields, {
  error: ({ code, keys }) =>
    code === 'unrecognized_keys'
      ? `a rule has no ${String(keys)}, only ${Object.keys(fields).join(', ')}`
      : undefined,
});

export type FaultRule = z.infer<typeof ruleSchema>;

/** The rules that can break calls to these services. */
export function faultRulesSchema(services: readonly string[]) {
  return z.array(
    ruleSchema.superRefine((rule, context) => {
      const refuse = (path: string, message: string): void =>
        context.addIssue({ code: 'custom', path: [path], message });
      if (!services.includes(rule.service)) {
        refuse('service', `must be one of ${services.join(', ')}, got ${JSON.stringify(rule.service)}`);
      } else if (rule.kind === 'conflict' && !canConflict(rule)) {
        refuse('kind', `only these calls meet conflicts: ${conflictCalls()}`);
      }
    }),
  );
}

function canConflict({ service, operation }: FaultRule): boolean {
  const operations = conflictOperations(service);
  return operation === undefined ? operations.length > 0 : operations.includes(operation);
}

function conflictCalls(): string {
  return conflictServices.map((service) => `${service} ${conflictOperations(service).join(', ')}`).join('; ');
}
