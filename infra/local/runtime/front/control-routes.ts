import type { Clock } from '../../clock.ts';
import { type FaultPorts, faultRoutes } from '../../faults/fault-routes.ts';
import type { Outbox } from '../../services/messages/outbox.ts';
import type { Logs } from '../lambda/logs.ts';
import type { Drained, Motion } from '../motion.ts';
import {
  type ControlAnswer,
  type ControlCall,
  ControlError,
  type ControlRoutes,
  readNumber,
} from './control.ts';
import type { Operations } from './operations.ts';

export type ControlPorts = {
  readonly health: () => unknown;
  readonly motion: Motion;
  readonly clock: Clock;
  readonly logs: Logs;
  readonly operations: Operations;
  readonly outbox: Outbox;
  readonly faults: Omit<FaultPorts, 'operations'>;
  readonly billing: () => unknown;
  readonly iam: () => unknown;
  readonly feedback: (given: unknown) => unknown;
};

const defaultTimeoutMs = 60_000;

/** The calls of the control surface. */
export function controlRoutes(ports: ControlPorts): ControlRoutes {
  return {
    'GET /_local/health': () => ok(ports.health()),
    'POST /_local/drain': async ({ body }) => {
      const drained = await ports.motion.drain(readNumber(body, 'timeoutMs', defaultTimeoutMs));
      return drainAnswer(drained, ports.clock);
    },
    'GET /_local/clock': () => ok(clockState(ports.clock)),
    'POST /_local/clock': (call) => moveClock(call, ports),
    'GET /_local/logs': ({ query }) => ok({ items: ports.logs.lines(query.get('function') ?? undefined) }),
    'GET /_local/messages': ({ query }) => {
      const { channel, to } = Object.fromEntries(query);
      return ok({ items: ports.outbox.messages({ channel, to }) });
    },
    'GET /_local/billing': () => ok(ports.billing()),
    'GET /_local/iam': () => ok(ports.iam()),
    'POST /_local/feedback': ({ body }) => ok(ports.feedback(body)),
    'GET /_local/operations': () => ok({ items: ports.operations.counts() }),
    ...faultRoutes({ ...ports.faults, operations: ports.operations }),
  };
}

async function moveClock({ body }: ControlCall, { clock, motion }: ControlPorts): Promise<ControlAnswer> {
  const { freeze } = body;
  if (freeze !== undefined && typeof freeze !== 'boolean') {
    throw new ControlError(400, `"freeze" must be true or false, got ${JSON.stringify(freeze)}`);
  }
  const advanceMs = readNumber(body, 'advanceMs', 0);
  if (motion.isMoving())
    throw new ControlError(409, 'the clock is already moving, wait until it has arrived');
  if (freeze === true) clock.freeze();
  const drained = advanceMs > 0 ? await motion.advance(advanceMs) : undefined;
  if (freeze === false) clock.unfreeze();
  if (drained?.drained === false) return drainAnswer(drained, clock);
  return ok(clockState(clock));
}

function drainAnswer(drained: Drained, clock: Clock): ControlAnswer {
  return { status: drained.drained ? 200 : 504, body: { ...drained, now: instant(clock) } };
}

function clockState(clock: Clock): Record<string, unknown> {
  return { now: instant(clock), offsetMs: clock.offset(), frozen: clock.frozen() };
}

function instant(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}

function ok(body: unknown): ControlAnswer {
  return { status: 200, body };
}
