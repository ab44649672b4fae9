import type { AwsFrontOptions } from '../runtime/front/aws-front.ts';
import type { HttpServerOptions } from '../runtime/http/http-server.ts';
import type { FunctionConfig } from '../runtime/lambda/function-config.ts';
import type { Outbox } from '../services/messages/outbox.ts';
import type { ExecutionCost } from '../states/states.ts';
import type { Meter, Usage } from './meter.ts';
import { customMetrics } from './rules/custom-metrics.ts';
import { type Invoked, invocationUsage, lineUsage, roundTripUsage } from './rules/function-usage.ts';
import { httpRequests } from './rules/http-requests.ts';
import { messageUsage } from './rules/message-usage.ts';
import { requestUsage } from './rules/request-usage.ts';

/** Hears what functions do. */
export type FunctionMeter = {
  invoked(config: FunctionConfig, invoked: Invoked): void;
  logged(functionName: string, line: string): void;
};

export function meterFunctions(meter: Meter): FunctionMeter {
  const metrics = new Set<string>();
  return {
    invoked: (config, invoked) => recordAll(meter, invocationUsage(config, invoked)),
    logged(functionName, line) {
      recordAll(meter, lineUsage(functionName, line));
      for (const resource of customMetrics(line).filter((name) => !metrics.has(name))) {
        metrics.add(resource);
        meter.record({ service: 'cloudwatch', resource, unit: 'metrics', quantity: 1 });
      }
    },
  };
}

/** Meters every call that a service carried out: its own price, and the wait of the function that made it. */
export function meterCalls(
  meter: Meter,
  functions: () => readonly FunctionConfig[],
): NonNullable<AwsFrontOptions['onAnswer']> {
  return ({ service, resource, request, functionName }, { status }) => {
    const { method, body } = request;
    recordAll(meter, requestUsage({ service, resource, method, requestBytes: body.length, status }));
    const caller = functions().find(({ name }) => name === functionName);
    if (caller !== undefined) recordAll(meter, roundTripUsage(caller, service));
  };
}

type HandleHttp = HttpServerOptions['handle'];

export function meterHttp(meter: Meter, handle: HandleHttp): HandleHttp {
  return async (request) => {
    const answer = await handle(request);
    const quantity = httpRequests(request.body.length, answer.body.length);
    meter.record({ service: 'execute-api', resource: 'http-api', unit: 'requests', quantity });
    return answer;
  };
}

export const meterMessages = (meter: Meter, outbox: Outbox): Outbox => ({
  ...outbox,
  add(message) {
    meter.record(messageUsage(message));
    return outbox.add(message);
  },
});

/** The transitions of each state machine. */
export function transitionUsage(executions: readonly ExecutionCost[]): readonly Usage[] {
  const byMachine = Map.groupBy(executions, ({ machineArn }) => machineArn.split(':').at(-1) ?? machineArn);
  return [...byMachine].map(([resource, own]) => ({
    ...{ service: 'states', resource, unit: 'transitions' },
    quantity: own.reduce((sum, { transitions }) => sum + transitions, 0),
  }));
}

function recordAll(meter: Meter, usages: readonly Usage[]): void {
  for (const usage of usages) meter.record(usage);
}
