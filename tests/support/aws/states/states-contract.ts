import { type DescribeExecutionCommandOutput, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalStates } from '../local-states.ts';
import { branchCases } from './branch-cases.ts';
import { choiceCases } from './choice-cases.ts';
import { dataCases } from './data-cases.ts';
import { errorCases } from './error-cases.ts';
import { mapCases } from './map-cases.ts';
import type { StatesCase } from './states-case.ts';
import { taskCases } from './task-cases.ts';
import { waitCases } from './wait-cases.ts';

const areas: Readonly<Record<string, readonly StatesCase[]>> = {
  'input and output': dataCases,
  Choice: choiceCases,
  Wait: waitCases,
  Task: taskCases,
  errors: errorCases,
  Parallel: branchCases,
  Map: mapCases,
};

export type StatesMode = {
  readonly name: string;
  start(): Promise<LocalStates>;
  /** What happens to it while an execution rests. */
  between(local: LocalStates): Promise<void>;
};

/** What every Step Functions must do with every type of state. */
export function statesContract(mode: StatesMode): void {
  describe(`Step Functions ${mode.name}`, () => {
    let local: LocalStates;
    beforeAll(async () => {
      local = await mode.start();
    });
    afterAll(async () => {
      await local.close();
      const counts = Object.entries(areas).map(([area, cases]) => `${area} ${cases.length}`);
      console.info(`contract of Step Functions, ${mode.name}: ${counts.join(', ')}`);
    });

    describe.each(Object.entries(areas))('%s', (_area, cases) => {
      it.each(cases)('$name', async (each) => {
        const execution = await runCase(local, each, mode.between);

        expect(outcome(execution)).toEqual(expectedOutcome(each));
        if (each.cause) expect(execution.cause).toMatch(each.cause);
        if (each.calls) expect(local.calls.map(({ payload }) => payload)).toEqual(each.calls);
        if (each.history)
          expect(withoutStop(await local.history(execution.executionArn))).toEqual(each.history);
      });
    });
  });
}

async function runCase(
  local: LocalStates,
  { states, input, functions, advanceSeconds = 0, timeoutSeconds }: StatesCase,
  between: StatesMode['between'],
): Promise<DescribeExecutionCommandOutput> {
  local.functions = { ...functions };
  local.calls.length = 0;
  const { executionArn } = await local.run(states, input, timeoutSeconds);
  await between(local);
  await local.advance(advanceSeconds * 1000);
  const execution = await local.describe(executionArn);
  // the clock of the next case must not find it
  await local.client.send(new StopExecutionCommand({ executionArn }));
  return execution;
}

function withoutStop(history: readonly (string | undefined)[]): readonly (string | undefined)[] {
  return history.filter((type) => type !== 'ExecutionAborted');
}

function outcome({ status, output, error }: DescribeExecutionCommandOutput): object {
  return { status, error, output: output === undefined ? undefined : JSON.parse(output) };
}

function expectedOutcome({ status, output, error }: StatesCase): object {
  return { status: status ?? (error === undefined ? 'SUCCEEDED' : 'FAILED'), error, output };
}
