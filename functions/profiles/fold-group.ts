import type { StreamEvent } from '../../events/stream-event.ts';
import type { LiveRules } from '../../shared/definitions/live-rules.ts';
import { RetryableError } from '../../shared/errors.ts';
import { itemsOf, MAX_TRANSACTION_ITEMS, type ProfileWrite } from '../../shared/fold/draft.ts';
import { foldEvents, type RefusedEvent } from '../../shared/fold/fold.ts';
import type { PreparedEvent } from '../../shared/fold/world.ts';
import { linkOf } from '../../shared/identity/node-key.ts';
import type { Profile } from '../../shared/profiles/profile.ts';
import { isToldByWrite } from '../../shared/profiles/react.ts';
import { type Nodes, rootIn } from './find-root.ts';
import { completeWorld, loadNodes } from './load-world.ts';
import { saveWrite, type WriteStores } from './save-write.ts';
import { type Read, shortenPointers } from './shorten-pointers.ts';

export type FoldDependencies = WriteStores & {
  readonly loadRules: () => Promise<LiveRules>;
  readonly now: () => Date;
};

// a profile meets one writer for each lane of a shard that its identifiers fall to: more than these are met one by one
const MAX_ATTEMPTS = 12;

// two reads of a pointer and its profile may stand on either side of a split; that it happens twice in a row is out of reach
const MOST_REREADS = 2;

export type GroupResult = {
  readonly refused: readonly RefusedEvent[];
  readonly applied: number;
  /** were about somebody who has been erased since */
  readonly forgotten: readonly StreamEvent[];
};

type Group = {
  readonly events: readonly PreparedEvent[];
  readonly rules: LiveRules;
  /** nodes read for the whole batch, eventually consistent; used for the first attempt only */
  readonly nodes: Nodes;
};

/**
 * Folds one group and stores it, deciding anew on fresh state whenever another writer came first.
 * Throws RetryableError when it never gets through.
 */
export async function foldGroup(dependencies: FoldDependencies, group: Group): Promise<GroupResult> {
  const { events } = group;
  let { rules, nodes } = group;
  const joined: string[] = [];
  let applied = 0;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const options = { consistent: attempt > 0 };
    if (attempt > 0) nodes = await loadNodes(dependencies.profiles, events, options);
    if (attempt < MOST_REREADS && leadsAstray(nodes, events)) continue;
    const roots = rootsOf(nodes, events);
    if (roots.some((root) => root.definitions > rules.number)) rules = await dependencies.loadRules();
    const now = dependencies.now().getTime();
    const world = await completeWorld(dependencies, nodes, { events, roots, rules, now, joined });
    const result = foldEvents(world, events, { ...rules, now });
    // a refusal is final, so it is never decided on a read that may be stale
    if (attempt === 0 && result.refused.length > 0) continue;
    if (events.length > 1 && result.writes.some((write) => itemsOf(write) > MAX_TRANSACTION_ITEMS))
      return foldHalves(dependencies, { ...group, rules });
    const read = { events, nodes, options };
    const outcomes = await Promise.all(result.writes.map((write) => save(dependencies, write, read)));
    applied += sum(result.writes.filter((_, index) => outcomes[index] === 'saved').map(appliedBy));
    // who was not listed yet was not told of a change meanwhile: every group that was joined is looked at once more
    const fresh = rules.compiled.groupTraits.length > 0 ? result.writes.flatMap((write) => write.joined) : [];
    joined.push(...fresh);
    if (fresh.length === 0 && !outcomes.includes('conflict'))
      return { refused: result.refused, applied, forgotten: result.forgotten };
  }
  throw new RetryableError(`${events.length} events met other writers ${MAX_ATTEMPTS} times`);
}

async function save(dependencies: FoldDependencies, write: ProfileWrite, read: Read) {
  return saveWrite(dependencies, await shortenPointers(dependencies.profiles, write, read));
}

function appliedBy({ events }: ProfileWrite): number {
  return events.filter((event) => !isToldByWrite(event)).length;
}

async function foldHalves(dependencies: FoldDependencies, group: Group): Promise<GroupResult> {
  const middle = group.events.length >> 1;
  const results: GroupResult[] = [];
  for (const events of [group.events.slice(0, middle), group.events.slice(middle)]) {
    const nodes = await loadNodes(dependencies.profiles, events, { consistent: true });
    results.push(await foldGroup(dependencies, { ...group, events, nodes }));
  }
  return {
    refused: results.flatMap(({ refused }) => refused),
    applied: sum(results.map(({ applied }) => applied)),
    forgotten: results.flatMap(({ forgotten }) => forgotten),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Whether a pointer led to a profile that does not know the identifier: a split took it away in between. */
function leadsAstray(nodes: Nodes, events: readonly PreparedEvent[]): boolean {
  return events.some(({ identifiers }) =>
    identifiers.some(({ key }) => {
      const root = rootIn(nodes, key);
      return root !== undefined && root.id !== key && !root.links.has(linkOf(key));
    }),
  );
}

function rootsOf(nodes: Nodes, events: readonly PreparedEvent[]): Profile[] {
  const roots = events.flatMap(({ identifiers }) => identifiers.map(({ key }) => rootIn(nodes, key)));
  return [...new Set(roots)].filter((root) => root !== undefined);
}
