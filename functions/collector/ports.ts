import type { EventLog } from '../../shared/events/event-log.ts';
import type { FailedEventStore } from '../../shared/events/failed-event.ts';
import type { IdentityKey } from '../../shared/identity/node-key.ts';
import type { ScriptDirectory } from './documents/scripts.ts';
import type { SourceDirectory } from './source-directory.ts';

/** All the collector needs of the world; a benchmark or a test brings its own. */
export type IngestPorts = {
  readonly sources: SourceDirectory;
  readonly log: EventLog;
  readonly failed: FailedEventStore;
  readonly scripts: ScriptDirectory;
  loadIdentityKey(): Promise<IdentityKey>;
  now(): Date;
  /** unique per request: the root of the messageIds assigned to events that have none */
  newRequestId(): string;
};
