import type { DefinitionStore } from '../../shared/definitions/definition-store.ts';
import { quintilesKind, type SavedQuintiles } from '../../shared/definitions/kinds/rfm.ts';
import type { LiveRules } from '../../shared/definitions/live-rules.ts';
import { type DefinitionPorts, saveDefinition } from '../../shared/definitions/saving/save-definition.ts';
import type { BackfillEngine } from '../../shared/profiles/memberships/backfill.ts';
import { groupSizeId, type SizeStore } from '../../shared/profiles/memberships/sizes.ts';
import type { RootScan } from '../../shared/profiles/profile-store.ts';
import type { LiveRfm } from '../../shared/segments/rfm/compile-rfm.ts';
import { countBuyer, decideQuintiles, newSketches } from '../../shared/segments/rfm/decide-quintiles.ts';
import { countGroups, type RfmGroup } from '../../shared/segments/rfm/groups.ts';
import type { Quintiles } from '../../shared/segments/rfm/scores.ts';
import { givenQuintiles } from '../../shared/segments/rfm/settings.ts';
import type { Tally } from '../../shared/segments/windows/tally.ts';
import { mapLimited } from '../lib/map-limited.ts';

export type QuintileDependencies = DefinitionPorts & {
  readonly store: DefinitionStore;
  readonly scan: RootScan;
  readonly loadRules: () => Promise<LiveRules>;
  readonly backfills: Pick<BackfillEngine, 'start'>;
  readonly sizes: Pick<SizeStore, 'save'>;
  now(): Date;
};

export type QuintilesOutcome = {
  readonly status: 'off' | 'unmoved' | 'moved';
  readonly buyers: number;
};

const SHARDS = Array.from({ length: 16 }, (_, shard) => ({ shard, of: 16 }));
const SHARDS_AT_ONCE = 8;
// a shard is a lot drawn by hash: of so many the share below a bound is right to 0.4 % 997 times of 1,000
const MOST_BUYERS = 200_000;

/** Works out where the fifths of all buyers meet now, puts it in force when it has moved enough, and counts who is where. */
export async function setQuintiles(
  dependencies: QuintileDependencies,
  mostBuyers = MOST_BUYERS,
): Promise<QuintilesOutcome> {
  const rules = await dependencies.loadRules();
  const { rfm } = rules;
  if (rfm === undefined) return { status: 'off', buyers: 0 };
  const now = dependencies.now();
  const buyers = await readBuyers(dependencies, rules, { now: now.getTime(), mostBuyers });
  const quintiles = decide(buyers, rfm, now.getTime());
  const isMoved = quintiles !== rfm.quintiles;
  const number = isMoved ? await save(dependencies, rfm.since, quintiles) : rfm.changed;
  // also when nothing has moved: a call before this one may have died here, or its backfill failed
  await dependencies.backfills.start(number);
  const bounds = quintiles ?? givenQuintiles(rfm.settings);
  if (bounds !== undefined)
    await saveGroups(dependencies, countGroups(buyers, bounds, now.getTime()), { now, number });
  return { status: isMoved ? 'moved' : 'unmoved', buyers: buyers.length };
}

function decide(
  buyers: readonly Tally[],
  { settings, quintiles }: LiveRfm,
  now: number,
): Quintiles | undefined {
  const sketches = newSketches();
  for (const bought of buyers) countBuyer(sketches, bought, now);
  return decideQuintiles(sketches, { present: quintiles, minimumBuyers: settings.minimumBuyers });
}

async function saveGroups(
  { sizes }: QuintileDependencies,
  groups: ReadonlyMap<RfmGroup, number>,
  { now, number }: { readonly now: Date; readonly number: number },
): Promise<void> {
  const day = now.toISOString().slice(0, 10);
  for (const [group, members] of groups)
    await sizes.save(groupSizeId(group), { day, members, version: number });
}

/** Answers the definitions number from which on everybody is scored by these. */
async function save(
  dependencies: QuintileDependencies,
  settings: number,
  quintiles: Quintiles | undefined,
): Promise<number> {
  const body: SavedQuintiles = { id: 'quintiles', settings, quintiles };
  const request = { kind: quintilesKind, id: body.id, body, publish: true, by: 'set-quintiles' };
  const outcome = await saveDefinition(dependencies, request, dependencies.now());
  if (!('entry' in outcome)) throw new Error(`the quintiles were not saved: ${outcome.status}`);
  return outcome.entry.since;
}

/** Whose purchases are not gathered yet is left out: they are on their way to be. */
async function readBuyers(
  { scan }: QuintileDependencies,
  { compiled: { rfm } }: LiveRules,
  { now, mostBuyers }: { readonly now: number; readonly mostBuyers: number },
): Promise<readonly Tally[]> {
  const buyers: Tally[] = [];
  if (rfm === undefined) return buyers;
  await mapLimited(SHARDS, SHARDS_AT_ONCE, async (shard) => {
    let cursor: string | undefined;
    do {
      const page = await scan.scanRoots(shard, cursor);
      for (const root of page.roots) {
        const bought = root.definitions >= rfm.since ? rfm.boughtAt(root, now) : undefined;
        if (bought) buyers.push(bought);
      }
      cursor = page.cursor;
    } while (cursor !== undefined && buyers.length < mostBuyers);
  });
  return buyers;
}
