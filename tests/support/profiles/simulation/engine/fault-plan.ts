import { canBreak, type FaultKind } from '../../../../../infra/local/faults/break-call.ts';
import type { WireCall } from '../../../../../infra/local/runtime/front/wire-call.ts';
import type { Chance } from './chance.ts';

/** What can go wrong with a call, beside what the local cloud knows: its write lands later, after its sender died or gave up on it. */
export type SimulatedFault = Exclude<FaultKind, 'slow'> | 'lateAfterCrash' | 'lateAfterTimeout';

const always = () => true;
const isWrite = ({ operation }: WireCall) => !/^(Get|BatchGet|Query)/.test(operation);
const faults: Readonly<Record<SimulatedFault, (call: WireCall) => boolean>> = {
  crashBefore: always,
  crashAfter: always,
  lostResponse: always,
  throttle: (call) => canBreak('throttle', call),
  conflict: (call) => canBreak('conflict', call),
  lateAfterCrash: isWrite,
  lateAfterTimeout: isWrite,
};
const kinds = Object.keys(faults) as SimulatedFault[]; // the keys of a literal

// the SDK tries three times: a longer burst reaches the handler
const LONGEST_BURST = 4;

/** Decides call by call what breaks, until the number of faults is used up. */
export class FaultPlan {
  readonly counts = new Map<string, number>();
  readonly #chance: Chance;
  readonly #probability: number;
  #left: number;
  #burst = { operation: '', left: 0 };

  constructor(chance: Chance) {
    this.#chance = chance;
    this.#left = chance.between(0, 10);
    this.#probability = chance.pick([0.02, 0.06, 0.15]);
  }

  get isOver(): boolean {
    return this.#left === 0;
  }

  end(): void {
    this.#left = 0;
    this.#burst.left = 0;
  }

  /** Whether a fault that is no matter of one call happens now. */
  strikes(name: string, probability: number): boolean {
    if (this.isOver || !this.#chance.happens(probability)) return false;
    this.#use(name);
    return true;
  }

  choose(call: WireCall): SimulatedFault | undefined {
    if (this.#burst.left > 0 && this.#burst.operation === call.operation) {
      this.#burst.left -= 1;
      return 'throttle';
    }
    if (this.isOver || !this.#chance.happens(this.#probability)) return undefined;
    const fault = this.#chance.pick(kinds.filter((kind) => faults[kind](call)));
    if (fault === 'throttle')
      this.#burst = { operation: call.operation, left: this.#chance.between(0, LONGEST_BURST) };
    this.#use(fault);
    return fault;
  }

  #use(name: string): void {
    this.#left -= 1;
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }
}
