import { randomUUID } from 'node:crypto';
import { accountId, region } from '../template/scope.ts';
import type { Matches } from './event-pattern.ts';

export type EventRule = {
  readonly arn: string;
  readonly matches: Matches;
  readonly targetArns: readonly string[];
};

/** What a service tells; the bus adds the envelope. */
export type ServiceEvent = {
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
};

/** EventBridge's default bus: hands what services tell to the targets of the rules that match. */
export type EventBus = {
  addRule(rule: EventRule): void;
  put(event: ServiceEvent): void;
};

export type EventBusPorts = {
  readonly now: () => number;
  /** Starts an invocation on behalf of a rule, which is tried again by itself. */
  readonly send: (targetArn: string, payload: string, ruleArn: string) => void;
};

export function createEventBus({ now, send }: EventBusPorts): EventBus {
  const rules: EventRule[] = [];
  return {
    addRule: (rule) => void rules.push(rule),
    put(event) {
      const delivered = envelope(event, now());
      const matching = rules.filter(({ matches }) => matches(delivered));
      for (const { arn, targetArns } of matching) {
        for (const target of targetArns) send(target, JSON.stringify(delivered), arn);
      }
    },
  };
}

function envelope({ source, detailType, resources, detail }: ServiceEvent, now: number): object {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': detailType,
    source,
    account: accountId,
    // EventBridge writes whole seconds
    time: `${new Date(now).toISOString().slice(0, 19)}Z`,
    region,
    resources,
    detail,
  };
}
