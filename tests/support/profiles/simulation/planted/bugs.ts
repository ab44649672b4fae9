import type { ShapeName } from '../shapes/shapes.ts';

type Edit = { readonly file: string; readonly search: string; readonly replace: string };

/** A mistake somebody could make, and the shapes in which it shows. */
export type PlantedBug = {
  readonly name: string;
  readonly shapes: readonly ShapeName[];
  readonly edits: readonly Edit[];
};

const STORE = 'functions/aws/dynamo-profile-store.ts';
const CONFLICT = 'functions/aws/conflict.ts';
const MERGE = 'shared/fold/merging/merge.ts';
const DRAFT = 'shared/fold/draft.ts';

const edit = (file: string, search: string, replace = ''): Edit => ({ file, search, replace });
const bug = (name: string, shapes: readonly ShapeName[], ...edits: readonly Edit[]): PlantedBug => ({
  name,
  shapes,
  edits,
});

const SAVE = 'save: (write) => save(client, table, write),';
const saveAndThen = (after: string): string => `save: async (write) => {
      const outcome = await save(client, table, write);
      if (outcome === 'saved') ${after}
      return outcome;
    },`;
const KNOWN = 'const known = [profile.seen.entries, seenOnPages];';

/** Each is planted into a copy of the sources, one at a time; the simulation must notice. */
export const plantedBugs: readonly PlantedBug[] = [
  bug(
    'no version condition on the root',
    ['merge-storm', 'two-shards'],
    edit(STORE, '    ...(pointedTo === undefined ? atVersion(expectedVersion) : pointingTo(pointedTo)),\n'),
  ),
  bug(
    'no condition on new pointers',
    ['merge-storm', 'two-shards'],
    edit(STORE, 'encodePointer(profile.id) }),\n      ...atVersion(0),', 'encodePointer(profile.id) }),'),
  ),
  bug(
    'a failed condition taken as done',
    ['two-shards', 'merge-storm'],
    edit(CONFLICT, "return 'conflict'", "return 'saved'"),
  ),
  bug(
    'dedupe sets not united by a merge',
    ['merge-storm', 'late-duplicates'],
    edit(
      MERGE,
      'into.seen.entries.set(id, Math.max(minute, into.seen.entries.get(id) ?? 0));',
      'void [id, minute];',
    ),
  ),
  bug(
    'spilled pages written after the root, outside its transaction',
    ['seen-spill'],
    edit(STORE, '    ...pagePuts(table, write),\n'),
    edit(
      STORE,
      SAVE,
      saveAndThen(
        'for (const { Put } of pagePuts(table, write)) if (Put) await client.send(new PutItemCommand(Put));',
      ),
    ),
  ),
  bug(
    'a cursor per shard trusted instead of the seen set',
    ['two-shards'],
    edit(DRAFT, KNOWN, 'const known: Set<string>[] = [];'),
  ),
  bug(
    'spilled pages not consulted',
    ['seen-spill'],
    edit(DRAFT, KNOWN, 'const known = [profile.seen.entries];'),
  ),
  bug(
    'pages not carried over by a merge',
    ['seen-spill'],
    edit(MERGE, 'survivor.carriedPages.push(...absorbed.carriedPages, ...merge.pages);'),
  ),
  bug(
    'a merge in two steps: the survivor first, then the pointers',
    ['merge-storm', 'long-history'],
    edit(STORE, '    ...absorb(table, write),\n'),
    edit(
      STORE,
      SAVE,
      saveAndThen(
        'for (const one of absorb(table, write)) await client.send(new TransactWriteItemsCommand({ TransactItems: [one] }));',
      ),
    ),
  ),
  bug(
    'an error swallowed: the batch reported done',
    ['two-shards', 'late-duplicates'],
    edit(
      'functions/profiles/update-profiles.ts',
      'failures.push({ index: group[0]?.index ?? 0, error });',
      'void error;',
    ),
  ),
  bug(
    'a reaction that failed reported done',
    ['merge-storm', 'two-shards'],
    edit(
      'functions/reactions/react-to-profiles.ts',
      'failures.push({ index, error });',
      'void [index, error];',
    ),
  ),
  bug(
    'a fold under older definitions than the profile has',
    ['published'],
    edit(
      'functions/profiles/fold-group.ts',
      'if (roots.some((root) => root.definitions > rules.number)) rules = await dependencies.loadRules();',
    ),
  ),
  bug(
    'the number of effects restarted by a merge',
    ['merge-storm', 'two-shards'],
    edit(
      MERGE,
      'into.effectNumber = Math.max(into.effectNumber, from.effectNumber);',
      'into.effectNumber = 0;',
    ),
  ),
  bug(
    'only one chain of chunks kept by a merge',
    ['merge-storm'],
    edit(MERGE, 'into.heads = [...into.heads, ...from.heads];'),
  ),
  bug(
    'traits that segments ask for not taken along by a merge',
    ['merge-storm', 'groups-and-aliases'],
    edit('shared/fold/place-event.ts', 'copyMentioned(survivor, fold.context.compiled);'),
  ),
  bug(
    'the copies of what writes tell folded once more',
    ['two-shards', 'timers'],
    edit(
      'functions/profiles/update-profiles.ts',
      'if (parsed.event && isToldByWrite(parsed.event)) continue;',
    ),
  ),
  bug(
    'timers not armed',
    ['timers'],
    edit('functions/profiles/save-write.ts', 'timers.arm(timerMinute, profile.id)', 'undefined'),
  ),
];
