import { setTimeout as pause } from 'node:timers/promises';
import type { AwsResponse, AwsService } from '../protocols/service.ts';
import type { WireCall } from '../runtime/front/wire-call.ts';
import { conflictOf } from './conflict.ts';
import type { Fault } from './faults.ts';
import { isThrottled, throttle } from './throttle.ts';

/** A call that is to be broken, and what the breaking needs. */
export type BreakableCall = {
  readonly call: WireCall;
  readonly service: AwsService;
  carryOut(call: WireCall): Promise<AwsResponse>;
  /** Kills the process that made the call. */
  crash(): void;
};

type Kind = {
  /** Whether AWS, or the death of a process, could do this to the call. */
  canBreak(call: WireCall): boolean;
  answer(broken: BreakableCall, fault: Fault): Promise<AwsResponse | 'lost'>;
};

const defaultDelayMs = 200;

// only the environments of functions sign with a session token
const isOfFunction = ({ sessionToken }: WireCall): boolean => sessionToken !== '';

const kinds = {
  crashBefore: {
    canBreak: isOfFunction,
    async answer({ crash }) {
      crash();
      return 'lost';
    },
  },
  crashAfter: {
    canBreak: isOfFunction,
    async answer({ call, carryOut, crash }) {
      await carryOut(call);
      crash();
      return 'lost';
    },
  },
  lostResponse: {
    canBreak: () => true,
    async answer({ call, carryOut }) {
      await carryOut(call);
      return 'lost';
    },
  },
  throttle: { canBreak: isThrottled, answer: throttle },
  conflict: {
    canBreak: (call) => conflictOf(call) !== undefined,
    async answer({ call, service, carryOut }) {
      const error = conflictOf(call);
      return error === undefined ? carryOut(call) : service.refuse(error);
    },
  },
  slow: {
    canBreak: () => true,
    async answer({ call, carryOut }, { delayMs = defaultDelayMs }) {
      const answer = await carryOut(call);
      await pause(delayMs);
      return answer;
    },
  },
} satisfies Record<string, Kind>;

export type FaultKind = keyof typeof kinds;

export const faultKinds = Object.keys(kinds) as [FaultKind, ...FaultKind[]]; // the keys of a literal

export function canBreak(kind: FaultKind, call: WireCall): boolean {
  return kinds[kind].canBreak(call);
}

/** What the caller of a broken call gets: an answer, or none. */
export function breakCall(broken: BreakableCall, fault: Fault): Promise<AwsResponse | 'lost'> {
  const kind: Kind = kinds[fault.kind];
  return kind.answer(broken, fault);
}
