import type { WireCall } from '../runtime/front/wire-call.ts';
import type { FaultKind } from './break-call.ts';
import { createFaultRules, type FaultRules } from './fault-rules.ts';

export type Fault = {
  readonly kind: FaultKind;
  /** How late a `slow` answer is, in real time. */
  readonly delayMs?: number | undefined;
};

/** Which fault a call meets, if any. */
export type FaultPlan = (call: WireCall) => Fault | undefined;

/** Where calls are broken: by the rules of the control surface, and by the plans of tests. */
export type Faults = {
  readonly rules: FaultRules;
  /** Asks the plan about every call from now on; the answer ends it. */
  inject(plan: FaultPlan): () => void;
  of: FaultPlan;
};

export function createFaults(): Faults {
  const rules = createFaultRules();
  const plans = new Set<FaultPlan>([rules.of]);
  return {
    rules,
    inject(plan) {
      plans.add(plan);
      return () => plans.delete(plan);
    },
    of(call) {
      for (const plan of plans) {
        const fault = plan(call);
        if (fault !== undefined) return fault;
      }
      return undefined;
    },
  };
}
