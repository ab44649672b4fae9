import type * as z from 'zod';
import type { StreamEvent } from '../../../events/stream-event.ts';
import { coldOf, findRoot } from '../../../functions/profiles/find-root.ts';
import {
  type EventRecord,
  type UpdateDependencies,
  updateProfiles,
} from '../../../functions/profiles/update-profiles.ts';
import type { WakeDependencies } from '../../../functions/profiles/wake-profiles.ts';
import { compileRules, type LiveRules } from '../../../shared/definitions/live-rules.ts';
import type { FailedEvent } from '../../../shared/events/failed-event.ts';
import type { identitySchema } from '../../../shared/identity/protection/definition.ts';
import type { ColdPart, Profile } from '../../../shared/profiles/profile.ts';
import { plainTraits } from '../../../shared/profiles/traits.ts';
import { encodeWindows } from '../../../shared/segments/windows/window-codec.ts';
import { nextFlipOf } from '../segments/next-flip.ts';
import { MemoryJobs } from './memory-jobs.ts';
import { MemoryProfileStores } from './memory-profile-stores.ts';

export const START = Date.parse('2026-11-01T00:00:00.000Z');
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

type Definitions = {
  segments?: readonly object[] | undefined;
  journeys?: readonly object[] | undefined;
  computed?: readonly object[] | undefined;
  rfm?: object | undefined;
  quintiles?: object | undefined;
  lists?: readonly object[] | undefined;
};

type Options = Definitions & {
  rules?: z.input<typeof identitySchema>;
  protectedTraits?: readonly string[];
};

/** The whole of update-profiles over memory stores, with a clock the test sets. */
export class ProfileWorld {
  readonly stores = new MemoryProfileStores();
  readonly jobs = new MemoryJobs();
  readonly failed: FailedEvent[] = [];
  now = START;
  live: LiveRules;
  #number = 0;
  #made = 0;
  readonly #options: Options;
  readonly #sinceByBody = new Map<string, number>();

  constructor(options: Options = {}) {
    this.#options = options;
    this.live = this.#rules(options);
  }

  /** Puts these in force; what was live before keeps its `since`. */
  publish(
    segments: readonly object[],
    journeys: readonly object[] = [],
    { computed, rfm, quintiles, lists }: Omit<Definitions, 'segments' | 'journeys'> = this.#options,
  ): void {
    this.live = this.#rules({ segments, journeys, computed, rfm, quintiles, lists });
  }

  #rules({
    segments = [],
    journeys = [],
    computed = [],
    rfm,
    quintiles,
    lists = [],
  }: Definitions): LiveRules {
    this.#number += 1;
    const live = (kind: string) => (body: object) => ({
      kind,
      id: '',
      version: 1,
      since: this.#since(body),
      body,
    });
    const workspace = {
      identity: this.#options.rules ?? {},
      protectedTraits: this.#options.protectedTraits ?? [],
    };
    return compileRules({
      number: this.#number,
      definitions: [
        live('workspace')(workspace),
        ...computed.map(live('computed')),
        ...(rfm ? [live('rfm')(rfm)] : []),
        ...(quintiles ? [live('quintiles')(quintiles)] : []),
        ...lists.map(live('list')),
        ...segments.map(live('segment')),
        ...journeys.map(live('journey')),
      ],
    });
  }

  #since(body: object): number {
    const key = JSON.stringify(body);
    const since = this.#sinceByBody.get(key) ?? this.#number;
    this.#sinceByBody.set(key, since);
    return since;
  }

  dependencies(): UpdateDependencies & WakeDependencies {
    return {
      profiles: this.stores,
      timeline: this.stores,
      timers: this.stores,
      jobs: this.jobs,
      loadRules: async () => this.live,
      now: () => new Date(this.now),
      identityKey: Buffer.from('a key for tests'),
      saveFailedEvents: async (failed) => void this.failed.push(...failed),
    };
  }

  event(fields: Partial<StreamEvent>, at = this.now): StreamEvent {
    this.#made += 1;
    const timestamp = new Date(at).toISOString();
    return {
      type: 'track',
      messageId: `message-${this.#made}`,
      source: { id: 'web', kind: 'server' },
      timestamp,
      receivedAt: timestamp,
      ...fields,
    };
  }

  /** Sends events as one batch of the stream. */
  async post(...events: readonly StreamEvent[]) {
    return updateProfiles(this.dependencies(), this.records(events), () => 60_000);
  }

  /** Events as the stream carries them. */
  records(events: readonly StreamEvent[]): EventRecord[] {
    return events.map((event, index) => ({
      sequenceNumber: String(index),
      data: Buffer.from(JSON.stringify(event)),
      arrivedAt: this.now,
    }));
  }

  roots(): Profile[] {
    const roots: Profile[] = [];
    for (const write of this.stores.saved) if (!this.#isPointer(write.profile.id)) roots.push(write.profile);
    return [...new Map(roots.map((profile) => [profile.id, profile])).values()];
  }

  #isPointer(id: string): boolean {
    return typeof this.stores.nodes.get(id)?.to === 'string';
  }

  async cold(id: string): Promise<ColdPart> {
    return coldOf(this.stores, await this.root(id));
  }

  async root(id: string): Promise<Profile> {
    const root = await findRoot({ profiles: this.stores }, id);
    if (!root) throw new Error(`no profile ${id}`);
    return root;
  }

  /** What was posted of a profile, as its timeline holds it, without what the platform added. */
  async posted({ heads }: Pick<Profile, 'heads'>): Promise<StreamEvent[]> {
    return (await this.stores.load(heads)).filter(({ source }) => source.kind !== 'platform');
  }

  /** Identifiers of every profile, sorted: what must not depend on the order of events. */
  async people(): Promise<string[][]> {
    const sets = await Promise.all(
      this.roots().map(async ({ id }) =>
        (await this.cold(id)).identifiers.map(({ type, value }) => `${type}:${value}`).sort(),
      ),
    );
    return sets.sort((a, b) => (a.join() < b.join() ? -1 : 1));
  }

  /** All that profiles hold and the order of events must not show in. */
  async state() {
    const states = await Promise.all(this.roots().map((root) => this.#stateOf(root)));
    return states.sort((a, b) => (a.identifiers.join() < b.identifiers.join() ? -1 : 1));
  }

  async #stateOf(root: Profile) {
    const cold = await this.cold(root.id);
    return {
      identifiers: cold.identifiers.map(({ type, value }) => `${type}:${value}`).sort(),
      traits: plainTraits(cold.traits),
      members: [...root.memberships]
        .filter(([, { since }]) => since !== undefined)
        .map(([id]) => id)
        .sort(),
      windows: Buffer.from(encodeWindows(root.windows)).toString('hex'),
      nextFlip: nextFlipOf(root, this.live.compiled),
      firstSeen: root.firstSeen,
      lastSeen: root.lastSeen,
      events: (await this.posted(root)).length,
    };
  }
}
