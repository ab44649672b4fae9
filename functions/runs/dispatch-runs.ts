import type { StreamEvent } from '../../events/stream-event.ts';
import type { Run, RunEngine, RunStore } from '../../shared/journeys/run-store.ts';
import type { Effect } from '../../shared/profiles/effect.ts';
import type { TimelineStore } from '../../shared/profiles/profile-store.ts';

export type DispatchPorts = {
  readonly runs: RunStore;
  readonly engine: RunEngine;
  readonly timeline: Pick<TimelineStore, 'load' | 'loadChunk'>;
};

/** The profile whose write decided, and the timeline chunks that write left. */
type Origin = { readonly profileId: string; readonly heads: readonly string[] };
type Began = Extract<Effect, { kind: 'run-began' }>;

/**
 * Begins and ends runs. The enrolment comes before the execution and its end before the stop, so that whatever repeats or
 * overtakes finds what was decided: a run that ended before it began never starts.
 */
export async function dispatchRuns(
  ports: DispatchPorts,
  effects: readonly Effect[],
  origin: Origin,
): Promise<void> {
  const ended = new Set(effects.flatMap((effect) => (effect.kind === 'run-ended' ? effect.entryId : [])));
  for (const effect of effects) {
    if (effect.kind === 'run-began')
      await beginRun(ports, effect, { origin, isOver: ended.has(effect.entryId) });
    if (effect.kind === 'run-ended') await endRun(ports, effect);
  }
}

type Beginning = { readonly origin: Origin; readonly isOver: boolean };

async function beginRun(ports: DispatchPorts, effect: Began, { origin, isOver }: Beginning): Promise<void> {
  const run = await ports.runs.begin({
    entryId: effect.entryId,
    journeyId: effect.journey,
    version: effect.version,
    profileId: origin.profileId,
    status: 'running',
    event: await entryEvent(ports.timeline, effect, origin),
    at: new Date(effect.at).toISOString(),
  });
  // the same write may have ended it: then no execution is worth its transitions
  if (!isOver && run.status === 'running') await ports.engine.start(run);
}

async function endRun(
  { runs, engine }: DispatchPorts,
  effect: Extract<Effect, { kind: 'run-ended' }>,
): Promise<void> {
  const { entryId, journey: journeyId, reason, at } = effect;
  const status = reason === 'exit-event' ? 'exited' : 'cancelled';
  await runs.end(entryId, { status, reason, at: new Date(at).toISOString() });
  await engine.stop({ journeyId, entryId }, reason);
}

/** The event that let the profile in, kept with the enrolment for its templates. */
async function entryEvent(
  timeline: DispatchPorts['timeline'],
  { message }: Began,
  { heads }: Origin,
): Promise<Run['event']> {
  if (message === undefined) return undefined;
  const isEntry = (event: StreamEvent) => event.messageId === message;
  for (const head of heads) {
    const found = (await timeline.loadChunk(head)).find(isEntry);
    if (found) return found;
  }
  // a write of many events spreads over several chunks
  return (await timeline.load(heads)).find(isEntry);
}
