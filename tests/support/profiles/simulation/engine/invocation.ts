/** One invocation of a handler. A dead one goes on with nothing: none of its calls is ever answered. */
export class Invocation {
  isAlive = true;
  /** calls that wait for their answer */
  waiting = 0;
  outcome: { readonly status: 'running' } | { readonly status: 'done'; readonly value: unknown } | Failed = {
    status: 'running',
  };

  get isRunning(): boolean {
    return this.isAlive && this.outcome.status === 'running';
  }

  /** Follows the work to its end. */
  watch(work: Promise<unknown>): void {
    work.then(
      (value) => {
        this.outcome = { status: 'done', value };
      },
      (error: unknown) => {
        this.outcome = { status: 'failed', error };
      },
    );
  }
}

type Failed = { readonly status: 'failed'; readonly error: unknown };
