import type { WireCall } from '../runtime/front/wire-call.ts';
import { canBreak } from './break-call.ts';
import type { FaultRule } from './fault-rule.ts';
import type { FaultPlan } from './faults.ts';
import { seededRandom } from './seeded-random.ts';

/** A rule, with how many calls it was for and how many of them it broke. */
export type FaultRuleState = FaultRule & { readonly matched: number; readonly fired: number };

/** The rules in force. Each counts and draws by itself from when it was put, so equal calls are broken equally. */
export type FaultRules = {
  put(rules: readonly FaultRule[]): void;
  of: FaultPlan;
  states(): readonly FaultRuleState[];
};

export function createFaultRules(): FaultRules {
  let running: readonly RunningRule[] = [];
  return {
    put(rules) {
      running = rules.map((rule) => new RunningRule(rule));
    },
    of(call) {
      const firing = running.filter((each) => each.meets(call));
      return firing[0]?.fire();
    },
    states: () => running.map((each) => each.state()),
  };
}

class RunningRule {
  readonly #rule: FaultRule;
  readonly #random: () => number;
  #matched = 0;
  #fired = 0;

  constructor(rule: FaultRule) {
    this.#rule = rule;
    this.#random = seededRandom(rule.seed);
  }

  /** Counts the call if the rule is for it, and answers whether it is to be broken. */
  meets(call: WireCall): boolean {
    const { nth = 1, times = this.#rule.nth === undefined ? Number.POSITIVE_INFINITY : 1 } = this.#rule;
    if (!matches(this.#rule, call)) return false;
    this.#matched += 1;
    const isDrawn = this.#random() < this.#rule.probability;
    return isDrawn && this.#matched >= nth && this.#fired < times;
  }

  fire(): FaultRule {
    this.#fired += 1;
    return this.#rule;
  }

  state(): FaultRuleState {
    return { ...this.#rule, matched: this.#matched, fired: this.#fired };
  }
}

function matches(
  { kind, service, operation, function: caller, resource }: FaultRule,
  call: WireCall,
): boolean {
  return (
    service === call.service &&
    (operation === undefined || operation === call.operation) &&
    (caller === undefined || isNamed(call.functionName ?? '', caller)) &&
    (resource === undefined || call.resources.some((name) => isNamed(name, resource))) &&
    canBreak(kind, call)
  );
}

// the stack's and stage's names come first: tributary-prod-update-profiles
function isNamed(fullName: string, name: string): boolean {
  return fullName === name || fullName.endsWith(`-${name}`);
}
