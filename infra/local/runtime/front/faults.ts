import type { WireCall } from './wire-call.ts';

/**
 * What may go wrong with a call: the calling function's process dies before the call is carried out, or after it,
 * or only the answer gets lost.
 */
export type FaultKind = 'crashBefore' | 'crashAfter' | 'lostResponse';

export type FaultPlan = (call: WireCall) => FaultKind | undefined;

/** Where tests break calls. */
export type Faults = {
  /** Asks the plan about every call from now on; the answer ends it. */
  inject(plan: FaultPlan): () => void;
  of(call: WireCall): FaultKind | undefined;
};

export function createFaults(): Faults {
  const plans = new Set<FaultPlan>();
  return {
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
