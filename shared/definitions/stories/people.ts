import { InvalidInputError } from '../../errors.ts';
import type { ProfileWrite } from '../../fold/draft.ts';
import { foldEvents } from '../../fold/fold.ts';
import { decideWake } from '../../fold/wake.ts';
import {
  type LoadedNode,
  type PreparedEvent,
  rootKeyOf,
  type SeenPage,
  type World,
} from '../../fold/world.ts';
import { applyToGroup, type Group } from '../../profiles/belonging/group.ts';
import type { Effect } from '../../profiles/effect.ts';
import { type ColdPart, emptyColdPart, type Person, type Profile } from '../../profiles/profile.ts';
import type { LiveRules } from '../live-rules.ts';

/** What a write of a profile decided. */
export type Decided = { readonly profileId: string; readonly effect: Effect };

/** The profiles of one story: what the tables hold otherwise, changed by the same folds and wakes. */
export class People {
  readonly #rules: LiveRules;
  readonly #nodes = new Map<string, LoadedNode>();
  readonly #cold = new Map<string, ColdPart>();
  readonly #pages = new Map<string, readonly SeenPage[]>();
  readonly #groups = new Map<string, Group>();

  constructor(rules: LiveRules) {
    this.#rules = rules;
  }

  /** Folds an event that arrives now; answers what was decided. */
  receive(event: PreparedEvent, now: number): readonly Decided[] {
    this.#learnGroup(event);
    const { writes, refused } = foldEvents(this.#world(), [event], { ...this.#rules, now });
    const [refusal] = refused;
    if (refusal)
      throw new InvalidInputError(
        refusal.code,
        `${refusal.event.event ?? refusal.event.type} is refused: ${refusal.reason}`,
      );
    return writes.flatMap((write) => this.#store(write));
  }

  /** The next instant at which somebody's segments change by time alone. */
  nextFlip(): number | undefined {
    const flips = this.#roots().flatMap(({ nextFlip }) => nextFlip ?? []);
    return flips.length === 0 ? undefined : Math.min(...flips);
  }

  /** Wakes whoever is due; answers what was decided. */
  wake(now: number): readonly Decided[] {
    const due = this.#roots().filter(({ nextFlip }) => nextFlip !== undefined && nextFlip <= now);
    return due.flatMap(({ id }) => {
      const decision = decideWake(this.#world(), id, { ...this.#rules, now });
      return decision.status === 'write' ? this.#store(decision.write) : [];
    });
  }

  /** Whom a profile id leads to by now. */
  find(profileId: string): Person | undefined {
    const id = rootKeyOf(this.#nodes, profileId);
    const node = id === undefined ? undefined : this.#nodes.get(id);
    if (node?.status !== 'root') return undefined;
    const { profile } = node;
    return { profile, cold: profile.cold ?? this.#cold.get(profile.id) ?? emptyColdPart() };
  }

  #roots(): readonly Profile[] {
    return [...this.#nodes.values()].flatMap((node) => (node.status === 'root' ? [node.profile] : []));
  }

  #world(): World {
    return {
      nodes: this.#nodes,
      cold: this.#cold,
      pages: this.#pages,
      history: new Map(),
      groups: this.#groups,
    };
  }

  // before the fold, which then copies what the group says by now
  #learnGroup({ event, group, at, seenId }: PreparedEvent): void {
    if (group === undefined) return;
    const known = this.#groups.get(group.key) ?? { version: 0, traits: {} };
    const change = applyToGroup(known, [{ traits: event.traits ?? {}, stamp: [at, seenId] }]);
    this.#groups.set(group.key, change?.group ?? known);
  }

  #store({ profile, cold, pointers, absorbed, pages }: ProfileWrite): readonly Decided[] {
    const led = [...pointers, ...absorbed.map(({ id }) => id)];
    for (const key of led) this.#nodes.set(key, { status: 'pointer', to: profile.id });
    this.#nodes.set(profile.id, { status: 'root', profile });
    if (cold) this.#cold.set(profile.id, cold.part);
    if (pages.length > 0) this.#pages.set(profile.id, [...(this.#pages.get(profile.id) ?? []), ...pages]);
    const decided = profile.effects.map((effect) => ({ profileId: profile.id, effect }));
    // a stored profile is read back without them
    profile.effects = [];
    return decided;
  }
}
