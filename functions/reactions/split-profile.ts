import * as z from 'zod';
import type { ProfileWrite } from '../../shared/fold/draft.ts';
import type { Job, JobKind, StepOutcome } from '../../shared/profiles/jobs/job.ts';
import { absorbedIn } from '../../shared/profiles/profile.ts';
import { chunksSince } from '../../shared/profiles/timeline/chunks-since.ts';
import { requirePerson } from '../profiles/find-root.ts';
import { type ProfileView, viewOf } from '../profiles/read-profile.ts';
import { saveBeside, type WriteStores } from '../profiles/save-write.ts';
import { planSplit, type SplitPlan, type SplitPorts, type SplitRequest } from './plan-split.ts';

export type SplitJobPorts = SplitPorts &
  Pick<WriteStores, 'timeline' | 'timers'> & {
    /** chunks of the timeline, in this order */
    removeChunks(heads: readonly string[]): Promise<void>;
  };

type Step = (ports: SplitJobPorts, job: Job, now: number) => Promise<StepOutcome>;

const askedSchema = z.object({ absorbed: z.string() });
const stretchSchema = z.object({ heads: z.array(z.string()), until: z.array(z.string()) });
const plannedSchema = askedSchema.extend({ version: z.number(), since: stretchSchema });

const steps: Readonly<Record<string, Step>> = { plan, store, clear };

/** Undoes a merge. What a step needs of the state before it is in the job, so that it goes on whatever dies. */
export const splitKind = (ports: SplitJobPorts): JobKind => ({
  firstStep: 'plan',
  advance: async (job, now) => {
    const step = steps[job.step];
    if (step === undefined) throw new Error(`a split has no step \`${job.step}\``);
    return step(ports, job, now.getTime());
  },
});

async function plan(ports: SplitJobPorts, { profileId, place }: Job, now: number): Promise<StepOutcome> {
  const { absorbed } = askedSchema.parse(place);
  if (await isSplit(ports, { profileId, absorbed })) return { next: undefined, counts: {} };
  const { version, since } = await planSplit(ports, { profileId, absorbed }, now);
  return { next: { step: 'store', place: { absorbed, version, since } }, counts: {} };
}

/** A fold that came first makes it plan again. */
async function store(ports: SplitJobPorts, { profileId, place }: Job, now: number): Promise<StepOutcome> {
  const { absorbed, version, since } = plannedSchema.parse(place);
  const done = { next: { step: 'clear', place: since }, counts: {} };
  const again = { next: { step: 'plan', place: { absorbed } }, counts: {} };
  if (await isSplit(ports, { profileId, absorbed })) return done;
  const split = await planSplit(ports, { profileId, absorbed }, now);
  if (split.version !== version) return again;
  for (const write of split.writes) await saveBeside(ports, write);
  const outcome = await ports.merges.saveSplit(split.writes, split.undone);
  const certificate = { kept: split.kept.profile.id, left: absorbed };
  return outcome === 'saved' ? { ...done, counts: { events: split.events }, certificate } : again;
}

/** The chunks of both together hang in no chain any more. The oldest go first, so that what is left can still be walked. */
async function clear({ timeline, removeChunks }: SplitJobPorts, { place }: Job): Promise<StepOutcome> {
  const { chunks } = await chunksSince(timeline, stretchSchema.parse(place));
  await removeChunks(chunks.map(({ head }) => head));
  return { next: undefined, counts: { chunks: chunks.length } };
}

/** A step that comes again finds it done. */
async function isSplit(ports: SplitJobPorts, { profileId, absorbed }: SplitRequest): Promise<boolean> {
  const { profile, cold } = await requirePerson(ports, profileId);
  const splits = cold.mergeLog.filter(({ rule }) => rule === 'split');
  const isApart =
    profile.id === absorbed ? splits.length > 0 : splits.some(({ what }) => what.includes(absorbed));
  return isApart && !absorbedIn(cold.mergeLog).includes(absorbed);
}

export type SplitPreview = {
  readonly kept: ProfileView;
  readonly left: ProfileView;
  readonly events: number;
};

/** Both profiles as they would be. */
export async function previewSplit(
  ports: SplitPorts,
  request: SplitRequest,
  now: Date,
): Promise<SplitPreview> {
  const plan = await planSplit(ports, request, now.getTime());
  const show = (write: ProfileWrite) => view(plan, write, now.getTime());
  return { kept: show(plan.kept), left: show(plan.left), events: plan.events };
}

function view({ rules, groups }: SplitPlan, { profile, cold }: ProfileWrite, now: number): ProfileView {
  const part = profile.cold ?? cold?.part;
  if (!part) throw new Error(`the split of ${profile.id} stores no traits`);
  return viewOf(profile, part, { rules, groups, now });
}
