import { StateError } from '../state-error.ts';
import { type Execution, isReady } from '../store/execution.ts';
import type { ExecutionTable } from '../store/execution-table.ts';
import type { MachineTable } from '../store/machine-table.ts';
import type { Progress } from './progress.ts';
import type { StatusTeller } from './status-teller.ts';

export type StorePorts = {
  readonly executions: ExecutionTable;
  readonly machines: MachineTable;
  readonly status: StatusTeller;
  progressOf(execution: Execution): Progress;
};

/** What became of a progress: its own execution first, then all that goes on or rests because of it. */
export type Stored = {
  readonly changed: readonly [Execution, ...Execution[]];
  /** The ARNs of branches that are gone. */
  readonly dropped: readonly string[];
};

/** Writes a progress and what follows from it for the states around; all of it within one transaction. */
export function storeProgress(progress: Progress, ports: StorePorts): Stored {
  const { written } = progress;
  const { execution, branches } = written;
  const dropped = ports.executions.write(written);
  if (execution.phase !== 'ended') return { changed: [execution, ...branches.filter(isReady)], dropped };
  if (execution.parent === null) {
    ports.status.record(execution);
    ports.machines.removeDeleting(execution.machineArn);
    return { changed: [execution], dropped };
  }
  const after = execution.status === 'SUCCEEDED' ? succeed(execution.parent, ports) : fail(execution, ports);
  return {
    changed: [execution, ...(after?.changed ?? [])],
    dropped: [...dropped, ...(after?.dropped ?? [])],
  };
}

type After = { readonly changed: readonly Execution[]; readonly dropped: readonly string[] };

// the next branch begins; after the last, the state goes on
function succeed(parent: string, ports: StorePorts): After | undefined {
  const { executions } = ports;
  const next = executions.nextQueued(parent);
  if (next !== undefined) {
    const starting: Execution = { ...next, phase: 'starting' };
    executions.save(starting);
    return { changed: [starting], dropped: [] };
  }
  if (executions.unfinished(parent).length > 0) return undefined;
  return above(parent, ports, (progress) => progress.succeedBranches(executions.outputs(parent)));
}

function fail({ parent, error, cause }: Execution, ports: StorePorts): After | undefined {
  const failure = new StateError(error ?? undefined, cause ?? '');
  const running = ports.executions.unfinished(parent ?? '');
  return above(parent ?? '', ports, (progress) => progress.failBranches(failure, running));
}

function above(arn: string, ports: StorePorts, apply: (progress: Progress) => void): After {
  const execution = ports.executions.find(arn);
  if (execution === undefined) throw new Error(`no execution "${arn}", although it has branches`);
  const progress = ports.progressOf(execution);
  apply(progress);
  return storeProgress(progress, ports);
}
