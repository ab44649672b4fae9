import type { Clock } from '../../clock.ts';
import { nextRun } from './expression.ts';
import { scheduledEvent } from './scheduled-event.ts';

export type RuleConfig = {
  readonly arn: string;
  readonly periodMs: number;
  readonly targetArns: readonly string[];
  /** The minutes (since 1970) in which a run has something to do; undefined when every run counts. */
  readonly dueMinutes: (() => Promise<readonly number[]>) | undefined;
};

export type RulePorts = {
  readonly clock: Clock;
  /** Starts an invocation that is tried again by itself. */
  readonly send: (targetArn: string, payload: string) => void;
};

const minuteMs = 60_000;

/** A scheduled rule on the virtual clock. */
export class Rule {
  readonly #config: RuleConfig;
  readonly #ports: RulePorts;
  #lastRun: number;
  #cancel = (): void => undefined;

  constructor(config: RuleConfig, ports: RulePorts) {
    this.#config = config;
    this.#ports = ports;
    this.#lastRun = ports.clock.now();
    this.#arm(nextRun(this.#lastRun, config.periodMs));
  }

  /** While the clock is moved: skips to the next minute that is due, as nothing happens in the others. */
  async skipToDue(): Promise<void> {
    if (this.#config.dueMinutes === undefined) return;
    const next = nextRun(this.#lastRun, this.#config.periodMs);
    const instants = (await this.#config.dueMinutes()).map((minute) => minute * minuteMs);
    const due = instants.filter((instant) => instant >= next);
    this.#cancel();
    // a loop, as spreading a long list into Math.min overflows the stack
    const first = due.reduce((least, instant) => Math.min(least, instant), Number.POSITIVE_INFINITY);
    if (Number.isFinite(first)) this.#arm(first);
  }

  /** Runs in every minute again. */
  resume(): void {
    this.#cancel();
    this.#lastRun = Math.max(this.#lastRun, this.#ports.clock.now());
    this.#arm(nextRun(this.#lastRun, this.#config.periodMs));
  }

  stop(): void {
    this.#cancel();
  }

  #arm(at: number): void {
    this.#cancel = this.#ports.clock.setTimer(at, () => this.#run(at));
  }

  #run(at: number): void {
    this.#lastRun = at;
    const payload = scheduledEvent(this.#config.arn, at);
    for (const target of this.#config.targetArns) this.#ports.send(target, payload);
    this.#arm(nextRun(at, this.#config.periodMs));
  }
}
