import type { Branching } from '../kinds/state-kind.ts';
import type { Execution } from '../store/execution.ts';

/** The branches that begin in a state; those beyond the concurrency wait for their turn. */
export function newBranches(parent: Execution, { branches, concurrency }: Branching): readonly Execution[] {
  return branches.map(({ startAt, input, item }, branch) => ({
    ...parent,
    arn: `${parent.arn}#${branch}`,
    parent: parent.arn,
    branch,
    iterationOf: item === undefined ? null : parent.state,
    // a branch in an iteration still sees the item
    item: item === undefined ? parent.item : JSON.stringify(item),
    // that of the execution is not kept again in each
    input: '',
    ...{ transitions: 0, events: 0, wakeAt: null, timeoutAt: null, token: '', retries: '[]' },
    phase: branch < concurrency ? 'starting' : 'queued',
    state: startAt,
    stateInput: JSON.stringify(input),
  }));
}
