import * as z from 'zod';
import type { DefinitionWriter } from '../../shared/definitions/definition-store.ts';
import { askableIn, type LiveRules } from '../../shared/definitions/live-rules.ts';
import { RunCancelled } from '../../shared/errors.ts';
import { conditionKey, journeyConditions } from '../../shared/journeys/conditions.ts';
import { parseJourney } from '../../shared/journeys/parse-journey.ts';
import type { Run, RunStore } from '../../shared/journeys/run-store.ts';
import { consentStatuses } from '../../shared/messaging/consent.ts';
import { observeHistory } from '../../shared/profiles/observed.ts';
import { factsOf, type Profile } from '../../shared/profiles/profile.ts';
import type { ProfileStore, TimelineStore } from '../../shared/profiles/profile-store.ts';
import { plainTraits } from '../../shared/profiles/traits.ts';
import { compileSegments } from '../../shared/segments/compile.ts';
import type { Condition } from '../../shared/segments/definition.ts';
import { coldOf, findRoot } from '../profiles/find-root.ts';

export type StepDependencies = {
  readonly profiles: ProfileStore;
  readonly timeline: TimelineStore;
  readonly loadRules: () => Promise<LiveRules>;
  readonly runs: RunStore;
  readonly definitions: Pick<DefinitionWriter, 'loadVersion'>;
  readonly now: () => Date;
};

const common = {
  journeyId: z.string(),
  version: z.number(),
  step: z.string(),
  profileId: z.string(),
  entryId: z.string(),
};

/** What a compiled journey hands to decide-step: ids and literals only. */
export const stepTaskSchema = z.discriminatedUnion('task', [
  z.object({
    ...common,
    task: z.literal('branch'),
    // biome-ignore lint/suspicious/noThenProperty: the journey language's own word, and never a function
    endsRun: z.object({ then: z.boolean(), else: z.boolean() }),
  }),
  z.object({ ...common, task: z.literal('end'), reason: z.string().optional() }),
]);
export type StepTask = z.infer<typeof stepTaskSchema>;
type BranchTask = Extract<StepTask, { task: 'branch' }>;

export type StepResult = { readonly outcome: 'then' | 'else' } | { readonly outcome: 'ended' };

/** Decides one step of a run. Throws RunCancelled when the run is over, so that the machine ends quietly. */
export async function decideStep(dependencies: StepDependencies, task: StepTask): Promise<StepResult> {
  const run = await dependencies.runs.load(task.entryId);
  if (run?.status !== 'running') throw new RunCancelled(task.entryId);
  if (task.task === 'end') return endRun(dependencies, run, { outcome: 'ended', reason: task.reason });
  const outcome = (await decideBranch(dependencies, task)) ? 'then' : 'else';
  return task.endsRun[outcome] ? endRun(dependencies, run, { outcome }) : { outcome };
}

type Ending<Outcome> = { readonly outcome: Outcome; readonly reason?: string | undefined };

async function endRun<Outcome extends StepResult['outcome']>(
  { runs, now }: StepDependencies,
  { entryId }: Run,
  { outcome, reason }: Ending<Outcome>,
): Promise<{ outcome: Outcome }> {
  await runs.end(entryId, { status: 'completed', reason, at: now().toISOString() });
  return { outcome };
}

async function decideBranch(dependencies: StepDependencies, task: BranchTask): Promise<boolean> {
  const root = await findRoot(dependencies, task.profileId);
  // forgotten since: there is nobody left to go on with
  if (!root) throw new RunCancelled(task.entryId);
  const rules = await dependencies.loadRules();
  const key = conditionKey(task.journeyId, task.step);
  const now = Math.max(dependencies.now().getTime(), root.evaluatedAt);
  const isLive = rules.journeys.some(
    ({ journey, version }) => journey.id === task.journeyId && version === task.version,
  );
  const live = isLive && root.definitions >= rules.number ? rules.compiled.conditions.get(key) : undefined;
  if (live) return live.evaluate(factsOf(root), now).holds;
  const condition = await conditionOf(dependencies, task);
  return holdsByHistory(dependencies, { root, condition, rules, now });
}

async function conditionOf({ definitions }: StepDependencies, task: BranchTask): Promise<Condition> {
  const { journeyId, version, step } = task;
  const saved = await definitions.loadVersion('journey', journeyId, version);
  const journey = saved && parseJourney({ id: journeyId, ...saved.body }).journey;
  const found =
    journey && journeyConditions(journey).find(({ key }) => key === conditionKey(journeyId, step));
  if (!found) throw new Error(`version ${version} of journey ${journeyId} has no branch ${step}`);
  return found.condition;
}

type Question = {
  readonly root: Profile;
  readonly condition: Condition;
  readonly rules: LiveRules;
  readonly now: number;
};

/** A run stays on its version: what profiles no longer keep windows for is read from the timeline. */
async function holdsByHistory(
  dependencies: StepDependencies,
  { root, condition, rules, now }: Question,
): Promise<boolean> {
  const compiled = compileSegments([], {
    ...askableIn(rules),
    conditions: [{ key: '', condition, since: 0 }],
  });
  const { profiles, timeline } = dependencies;
  const [events, { traits, consents, groups: joined }] = await Promise.all([
    timeline.load(root.heads),
    coldOf(profiles, root),
  ]);
  const groups = await profiles.loadGroups(Object.keys(joined));
  const observed = { windows: new Map(), accumulators: new Map() };
  observeHistory(observed, compiled, events);
  const facts = {
    ...factsOf(root),
    ...observed,
    traits: plainTraits(traits),
    groups: [...groups.values()].map((group) => plainTraits(group.traits)),
    consents: consentStatuses(consents, compiled.consents),
  };
  return compiled.conditions.get('')?.evaluate(facts, now).holds ?? false;
}
