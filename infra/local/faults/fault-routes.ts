import * as z from 'zod';
import { type ControlAnswer, ControlError, type ControlRoutes } from '../runtime/front/control.ts';
import type { Operations } from '../runtime/front/operations.ts';
import { faultRulesSchema } from './fault-rule.ts';
import type { FaultRules } from './fault-rules.ts';

export type FaultPorts = {
  readonly rules: FaultRules;
  /** The names of the services whose calls can be broken. */
  readonly services: readonly string[];
  readonly operations: Operations;
};

/** `/_local/faults`: what is broken on purpose, how often it was, and how often everything was called. */
export function faultRoutes({ rules, services, operations }: FaultPorts): ControlRoutes {
  const bodySchema = z.strictObject({ items: faultRulesSchema(services) });
  const tell = (): ControlAnswer => ({
    status: 200,
    body: { items: rules.states(), operations: operations.totals() },
  });
  return {
    'GET /_local/faults': tell,
    'PUT /_local/faults'({ body }) {
      const parsed = bodySchema.safeParse(body);
      if (!parsed.success) throw new ControlError(400, z.prettifyError(parsed.error));
      rules.put(parsed.data.items);
      return tell();
    },
    'DELETE /_local/faults'() {
      rules.put([]);
      return tell();
    },
  };
}
