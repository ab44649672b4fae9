import type { ChangeRecord } from '../../../../../functions/lib/stream.ts';
import { updateProfiles } from '../../../../../functions/profiles/update-profiles.ts';
import { wakeProfiles } from '../../../../../functions/profiles/wake-profiles.ts';
import { reactToProfiles } from '../../../../../functions/reactions/react-to-profiles.ts';
import { MemoryJobs } from '../../memory-jobs.ts';
import type { StreamRecord } from '../cloud/simulated-stream.ts';
import type { Action, Shape } from '../shapes/shape.ts';
import { Chance } from './chance.ts';
import { Consumer } from './consumer.ts';
import { FaultPlan } from './fault-plan.ts';
import { publish } from './publish.ts';
import { IDENTITY_KEY, SimulatedCloud } from './simulated-cloud.ts';
import { Ticker } from './ticker.ts';

const MOST_STEPS = 50_000;
// what a clock that is behind left for later is due within minutes
const AT_REST_MS = 3 * 60_000;
const LATE_READS = 0.1;
const MOST_SKEW_MS = 1_500;
// an environment that has less left than the handler keeps back stops before its work is done
const [ENOUGH_MS, TOO_LITTLE_MS] = [60_000, 5_000];

type Choice = () => Promise<void> | void;
type AnyConsumer = Pick<
  Consumer<{ readonly sequenceNumber: string }>,
  'isIdle' | 'hasBacklog' | 'deliver' | 'settle' | 'abandon' | 'rewind'
>;

/** The profile functions at work on what one shape plays, with everything that can happen in an order that the seed decides. */
export class Simulation {
  readonly cloud: SimulatedCloud;
  readonly plan: FaultPlan;
  readonly #chance: Chance;
  readonly #script: Action[];
  readonly #shape: Shape;
  readonly #consumers: readonly AnyConsumer[];
  readonly #ticker: Ticker;

  constructor(shape: Shape, seed: number) {
    const chance = new Chance(seed);
    this.#chance = chance;
    this.#shape = shape;
    this.#script = [...shape.play(chance), { type: 'wait', ms: AT_REST_MS }];
    this.plan = new FaultPlan(chance);
    this.cloud = new SimulatedCloud({
      isLate: () => !this.plan.isOver && chance.happens(LATE_READS),
      skew: () => chance.between(-MOST_SKEW_MS, MOST_SKEW_MS),
    });
    this.#consumers = [
      ...this.cloud.stream.shards.map((records, shard) => this.#eventConsumer(records, shard)),
      ...this.cloud.dynamo
        .table('Profiles')
        .changes.map((records, shard) => this.#changeConsumer(records, shard)),
    ];
    this.#ticker = new Ticker(
      () => this.#armedMinutes(),
      (minute) =>
        this.cloud.invoke((environment) => wakeProfiles({ ...environment, jobs: new MemoryJobs() }, minute)),
    );
  }

  /** Plays the script under faults, then lets everything come to rest without any. */
  async run(): Promise<void> {
    await publish(this.cloud.calm, this.#shape.definitions);
    for (let step = 0; step < MOST_STEPS; step += 1) {
      await this.cloud.settle();
      for (const one of [...this.#consumers, this.#ticker]) one.settle();
      this.#disturb();
      const choices = this.#choices();
      if (choices.length > 0) {
        this.cloud.now += this.#chance.between(0, 100);
        await this.#chance.pick(choices)();
      } else if (!(await this.#goOn())) return;
    }
    throw new Error(`the simulation did not come to rest within ${MOST_STEPS} steps`);
  }

  #choices(): Choice[] {
    const { pending, late } = this.cloud.wire;
    const [next] = this.#script;
    return [
      ...pending.map((call) => () => this.cloud.wire.goOn(call, this.plan)),
      ...late.map((write) => () => this.cloud.wire.land(write)),
      ...this.#consumers.filter((one) => one.isIdle && one.hasBacklog).map((one) => () => one.deliver()),
      ...(this.#ticker.isDue(this.cloud.now) ? [() => this.#ticker.tick()] : []),
      ...(next !== undefined && next.type !== 'wait' ? [() => this.#act()] : []),
    ];
  }

  /** What befalls a consumer, not a call. */
  #disturb(): void {
    const busy = this.#consumers.filter((one) => !one.isIdle);
    if (busy.length > 0 && this.plan.strikes('twin', 0.01)) this.#chance.pick(busy).abandon();
    const idle = this.#consumers.filter((one) => one.isIdle);
    if (idle.length > 0 && this.plan.strikes('redelivery', 0.005)) this.#chance.pick(idle).rewind();
  }

  /** Nothing is left to do: time goes on, to the next timer or to the end of a wait. */
  async #goOn(): Promise<boolean> {
    const [next] = this.#script;
    if (next?.type !== 'wait') {
      if (next !== undefined) throw new Error('an action was left over');
      this.plan.end();
      return false;
    }
    const until = this.cloud.now + next.ms;
    const wake = this.#ticker.next();
    if (wake !== undefined && wake <= until) {
      const passed = Math.max(0, wake - this.cloud.now);
      this.cloud.now += passed;
      this.#script[0] = { type: 'wait', ms: next.ms - passed };
    } else {
      this.cloud.now = until;
      this.#script.shift();
    }
    return true;
  }

  async #act(): Promise<void> {
    const action = this.#script.shift();
    switch (action?.type) {
      case 'post':
        for (const event of action.events) this.cloud.accept(event);
        return;
      case 'spoil':
        this.cloud.stream.append('spoilt', Buffer.from(action.data).toString('base64'));
        return;
      case 'reshard':
        return this.cloud.stream.reshard();
      case 'publish':
        return publish(this.cloud.calm, action.definitions);
      case 'calm':
        return this.plan.end();
    }
  }

  #eventConsumer(records: readonly StreamRecord[], shard: number): AnyConsumer {
    return new Consumer({
      name: `events shard ${shard}`,
      records: () => records,
      chance: this.#chance,
      invoke: (batch: readonly StreamRecord[]) => {
        const remainingMs = this.plan.strikes('out of time', 0.01) ? TOO_LITTLE_MS : ENOUGH_MS;
        const decoded = batch.map(({ data, ...record }) => ({
          ...record,
          data: Buffer.from(data, 'base64'),
        }));
        return this.cloud.invoke((environment) =>
          updateProfiles({ ...environment, identityKey: IDENTITY_KEY }, decoded, () => remainingMs),
        );
      },
    });
  }

  #changeConsumer(records: readonly ChangeRecord[], shard: number): AnyConsumer {
    return new Consumer({
      name: `profile changes shard ${shard}`,
      records: () => records,
      chance: this.#chance,
      invoke: (batch: readonly ChangeRecord[]) =>
        this.cloud.invoke((environment) => reactToProfiles(environment, batch)),
    });
  }

  #armedMinutes(): number[] {
    return this.cloud.dynamo
      .table('Timers')
      .partitionKeys()
      .map((key) => Number(key.split('#')[0]));
  }
}
