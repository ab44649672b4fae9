import type { Outcome } from './evaluate.ts';
import type { Grant } from './grants.ts';

export type Decision = { readonly outcome: Outcome; readonly grants: readonly Grant[] };

// each object and execution is a resource of its own
const limit = 10_000;

/** Remembers what was decided: functions ask the same again and again, and evaluating takes many times as long. */
export class Decisions {
  readonly #known = new Map<string, Decision>();

  of(question: object, decide: () => Decision): Decision {
    const key = JSON.stringify(question);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#known.size >= limit) this.forget();
    const decision = decide();
    this.#known.set(key, decision);
    return decision;
  }

  forget(): void {
    this.#known.clear();
  }
}
