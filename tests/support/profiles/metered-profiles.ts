import type { StreamEvent } from '../../../events/stream-event.ts';
import { dynamoProfileStore } from '../../../functions/aws/dynamo-profile-store.ts';
import { dynamoTimelineStore } from '../../../functions/aws/dynamo-timeline-store.ts';
import { dynamoTimerStore } from '../../../functions/aws/dynamo-timer-store.ts';
import { updateProfiles } from '../../../functions/profiles/update-profiles.ts';
import { wakeProfiles } from '../../../functions/profiles/wake-profiles.ts';
import { quantityOf, type Usage, usedBetween } from '../../../infra/local/billing/meter.ts';
import { price } from '../../../infra/local/billing/price.ts';
import { prices } from '../../../infra/local/billing/prices.ts';
import { packHot } from '../../../shared/profiles/codec/hot-codec.ts';
import type { Profile } from '../../../shared/profiles/profile.ts';
import { type DynamoDbUnderTest, profilesTable, startDynamoDb, stringTable } from '../aws/dynamodb.ts';
import { ProfileWorld, START } from './profile-world.ts';

/** Units for each event; `dollars` for a million of them. */
export type UnitsPerEvent = {
  readonly writes: number;
  readonly writesWithoutTimeline: number;
  readonly reads: number;
  readonly dollars: number;
};

/** The whole of update-profiles over tables that count what AWS would bill, with a clock the test sets. */
export class MeteredProfiles {
  readonly world: ProfileWorld;
  readonly #aws: DynamoDbUnderTest;

  private constructor(world: ProfileWorld, aws: DynamoDbUnderTest) {
    this.world = world;
    this.#aws = aws;
  }

  static async start(
    definitions: ConstructorParameters<typeof ProfileWorld>[0],
    at = START,
  ): Promise<MeteredProfiles> {
    const world = new ProfileWorld(definitions);
    world.now = at;
    const aws = await startDynamoDb();
    await aws.dynamoDb.createTable(profilesTable);
    await aws.dynamoDb.createTable(stringTable('Timeline', 'profileId', 'chunk'));
    await aws.dynamoDb.createTable(stringTable('Timers', 'minute', 'profileId'));
    return new MeteredProfiles(world, aws);
  }

  /** Sends events as one batch of the stream. */
  async post(events: readonly StreamEvent[]): Promise<void> {
    const records = this.world.records(events);
    const { applied, error } = await updateProfiles(this.#dependencies(), records, () => 60_000);
    if (applied !== events.length)
      throw new Error(`${applied} of ${events.length} applied`, { cause: error });
  }

  /** Wakes whoever is due in the minute, and answers how many were written. */
  async wake(minute: number): Promise<number> {
    const { written } = await wakeProfiles(this.#dependencies(), minute);
    return written;
  }

  /** What some calls use, for each of so many events. */
  async unitsOf(events: number, calls: () => Promise<unknown>): Promise<UnitsPerEvent> {
    const before = this.#aws.meter.readings();
    await calls();
    const used = usedBetween(before, this.#aws.meter.readings());
    const writesOf = (usage: readonly Usage[]) => quantityOf(usage, 'write-units') / events;
    return {
      writes: writesOf(used),
      writesWithoutTimeline: writesOf(used.filter(({ resource }) => resource !== 'Timeline')),
      reads: quantityOf(used, 'read-units') / events,
      dollars: (price(used, prices).dollars * 1_000_000) / events,
    };
  }

  async profile(key: string): Promise<Profile> {
    const nodes = await this.#stores().profiles.loadNodes([key], { consistent: true });
    const node = nodes.get(key);
    if (node?.status !== 'root') throw new Error(`${key} is no root`);
    return node.profile;
  }

  async hotBytes(key: string): Promise<number> {
    return packHot(await this.profile(key)).byteLength;
  }

  close(): Promise<void> {
    return this.#aws.close();
  }

  #dependencies() {
    return { ...this.world.dependencies(), ...this.#stores() };
  }

  #stores() {
    const { client } = this.#aws;
    return {
      profiles: dynamoProfileStore(client, 'Profiles'),
      timeline: dynamoTimelineStore(client, 'Timeline'),
      timers: dynamoTimerStore(client, 'Timers'),
    };
  }
}
