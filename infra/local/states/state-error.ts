/** An error as a state reports it: `error` is what Retry and Catch match on, the message is the cause. */
export class StateError extends Error {
  override name = 'StateError' as const;
  readonly error: string | undefined;

  constructor(error: string | undefined, message: string) {
    super(message);
    this.error = error;
  }
}

// Step Functions ends the execution with these, whatever is to be caught
const terminal = new Set(['States.DataLimitExceeded', 'States.Runtime']);

/** Whether one of the names of an ErrorEquals stands for the error. */
export function errorMatches(names: readonly string[], error: string | undefined): boolean {
  if (error === undefined || terminal.has(error)) return false;
  return names.some((name) => name === error || (wildcards[name]?.(error) ?? false));
}

const wildcards: Readonly<Record<string, (error: string) => boolean>> = {
  'States.ALL': () => true,
  'States.TaskFailed': (error) => error !== 'States.Timeout' && error !== 'States.HeartbeatTimeout',
  // a missed heartbeat is a timeout too
  'States.Timeout': (error) => error === 'States.HeartbeatTimeout',
};
