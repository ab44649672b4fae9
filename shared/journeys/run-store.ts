import { platformEvent } from '../../events/platform.ts';
import type { StreamEvent } from '../../events/stream-event.ts';

export type RunStatus = 'running' | 'completed' | 'exited' | 'cancelled' | 'failed';

/** One profile's way through one journey version. Instants are ISO 8601 UTC. */
export type Run = {
  readonly entryId: string;
  readonly journeyId: string;
  readonly version: number;
  readonly profileId: string;
  readonly status: RunStatus;
  readonly reason?: string | undefined;
  /** the event that let the profile in; undefined when a segment did */
  readonly event?: StreamEvent | undefined;
  readonly at: string;
  readonly endedAt?: string | undefined;
};

export type RunEnd = {
  readonly status: Exclude<RunStatus, 'running'>;
  readonly reason?: string | undefined;
  readonly at: string;
};

/** How the profile and its timeline are told; repeated it is the same message. */
export function runEnded(
  { entryId, journeyId, profileId }: Pick<Run, 'entryId' | 'journeyId' | 'profileId'>,
  { status, reason, at }: RunEnd,
): StreamEvent {
  return platformEvent({
    name: 'Journey Ended',
    profileId,
    properties: { journey: journeyId, entryId, status, ...(reason ? { reason } : {}) },
    messageId: `run-ended-${entryId}`,
    at,
  });
}

/** The port to enrolments. Everything may be repeated: a run begins once and ends once, whatever comes first. */
export type RunStore = {
  load(entryId: string): Promise<Run | undefined>;
  /** answers the run as it stands: one that was cancelled before it began stays cancelled */
  begin(run: Run): Promise<Run>;
  /** ends a run that is running; one that has ended keeps its first end. Ending one that has not begun keeps it from beginning. */
  end(entryId: string, end: RunEnd): Promise<void>;
};

/** The port to what runs journeys. Starting and stopping may be repeated; stopping one that never started is nothing. */
export type RunEngine = {
  start(run: Run): Promise<void>;
  stop(run: Pick<Run, 'journeyId' | 'entryId'>, cause: string): Promise<void>;
};
