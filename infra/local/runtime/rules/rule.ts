import type { Clock } from '../../clock.ts';
import { nextRun } from './expression.ts';
import type { LastRuns } from './last-runs.ts';
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
  readonly lastRuns: LastRuns;
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
    this.#lastRun = ports.lastRuns.load(config.arn) ?? ports.clock.now();
  }

  /** Runs from now on; what came due while nobody ran it comes first. */
  async start(): Promise<void> {
    for (const at of await this.#missed()) this.#send(at);
    this.resume();
  }

  /** While the clock is moved: skips to the next minute that is due, as nothing happens in the others. */
  async skipToDue(): Promise<void> {
    if (this.#config.dueMinutes === undefined) return;
    const due = await this.#dueAfter(this.#lastRun, this.#config.dueMinutes);
    this.#cancel();
    // a loop, as spreading a long list into Math.min overflows the stack
    const first = due.reduce((least, instant) => Math.min(least, instant), Number.POSITIVE_INFINITY);
    if (Number.isFinite(first)) this.#arm(first);
  }

  /** Runs in every minute again. */
  resume(): void {
    this.#cancel();
    this.#ranUntil(Math.max(this.#lastRun, this.#ports.clock.now()));
    this.#arm(nextRun(this.#lastRun, this.#config.periodMs));
  }

  stop(): void {
    this.#cancel();
  }

  #arm(at: number): void {
    this.#cancel = this.#ports.clock.setTimer(at, () => this.#run(at));
  }

  #run(at: number): void {
    this.#send(at);
    this.#ranUntil(at);
    this.#arm(nextRun(at, this.#config.periodMs));
  }

  #send(at: number): void {
    const payload = scheduledEvent(this.#config.arn, at);
    for (const target of this.#config.targetArns) this.#ports.send(target, payload);
  }

  // noted after sending: a kill in between sends twice, as EventBridge may
  #ranUntil(at: number): void {
    this.#lastRun = at;
    this.#ports.lastRuns.save(this.#config.arn, at);
  }

  // a rule for which every run counts catches up with the latest
  async #missed(): Promise<readonly number[]> {
    const { dueMinutes, periodMs } = this.#config;
    const now = this.#ports.clock.now();
    const latest = nextRun(now, periodMs) - periodMs;
    if (dueMinutes === undefined) return latest > this.#lastRun ? [latest] : [];
    const due = await this.#dueAfter(this.#lastRun, dueMinutes);
    return [...new Set(due.filter((instant) => instant <= now))].sort((one, other) => one - other);
  }

  async #dueAfter(lastRun: number, dueMinutes: () => Promise<readonly number[]>): Promise<readonly number[]> {
    const next = nextRun(lastRun, this.#config.periodMs);
    return (await dueMinutes()).map((minute) => minute * minuteMs).filter((instant) => instant >= next);
  }
}
