import type { Json } from '../../runtime/template/json.ts';
import type { Branching } from '../kinds/state-kind.ts';
import { childArn, type Execution } from '../store/execution.ts';

/** The branches that begin in a state; those beyond the concurrency wait for their turn. */
export function newBranches(
  parent: Execution,
  { branches, concurrency, areExecutions }: Branching,
): readonly Execution[] {
  return branches.map(({ startAt, input, item }, branch) => ({
    ...parent,
    parent: parent.arn,
    branch,
    ...(areExecutions ? execution(parent, branch, input) : partOf(parent, branch, item)),
    ...{ transitions: 0, events: 0, wakeAt: null, timeoutAt: null, token: '', retries: '[]' },
    phase: branch < concurrency ? 'starting' : 'queued',
    state: startAt,
    stateInput: JSON.stringify(input),
  }));
}

function partOf(parent: Execution, branch: number, item: Json | undefined) {
  return {
    arn: `${parent.arn}#${branch}`,
    iterationOf: item === undefined ? null : parent.state,
    // a branch in an iteration still sees the item
    item: item === undefined ? parent.item : JSON.stringify(item),
    // that of the execution is not kept again in each
    input: '',
  };
}

/** What a distributed Map starts: it sees its input, and nothing of the Map. */
function execution({ arn, name }: Execution, branch: number, input: Json) {
  return {
    arn: childArn(arn, branch),
    name: `${name}-${branch}`,
    ...{ iterationOf: null, item: null, lastEvent: 0 },
    input: JSON.stringify(input),
  };
}
