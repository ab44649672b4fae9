import { ListExecutionsCommand, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backfillExecutions } from '../../../functions/machines/step-functions.ts';
import type { BackfillEngine } from '../../../shared/profiles/memberships/backfill.ts';
import { LocalStates } from '../../support/aws/local-states.ts';

// waits until somebody lets it through or stops it
const definition = {
  StartAt: 'Wait',
  States: {
    Wait: { Type: 'Wait', Seconds: 60, Next: 'Decide' },
    Decide: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: 'decide' },
      End: true,
    },
  },
};

let local: LocalStates;
let machine: string;
let engine: BackfillEngine;
beforeEach(async () => {
  local = await LocalStates.start();
  machine = await local.create('backfill', definition);
  engine = backfillExecutions(local.client, machine);
});
afterEach(() => local.close());

async function executions() {
  const { executions: listed = [] } = await local.client.send(
    new ListExecutionsCommand({ stateMachineArn: machine }),
  );
  return listed;
}

const names = async () => (await executions()).map(({ name }) => name).sort();

async function stop(name: string): Promise<void> {
  const found = (await executions()).find((one) => one.name === name);
  await local.client.send(
    new StopExecutionCommand({ executionArn: found?.executionArn, error: 'Operator', cause: 'by hand' }),
  );
}

async function end(decide: () => unknown): Promise<void> {
  local.functions = { decide };
  await local.advance(60_000);
}

describe('the executions of backfills', () => {
  it('start once for a number, and for each newer one', async () => {
    await engine.start(7);
    await engine.start(7);
    await engine.start(8);
    await engine.start(7);

    expect(await names()).toEqual(['definitions-7', 'definitions-8']);
  });

  it('do not start again what succeeded', async () => {
    await engine.start(7);
    await end(() => 'done');

    await engine.start(7);

    expect(await names()).toEqual(['definitions-7']);
    expect(await engine.loadFailure()).toBeUndefined();
  });

  it('tell why the last one failed', async () => {
    await engine.start(7);
    expect(await engine.loadFailure()).toBeUndefined();

    await end(() => {
      throw new TypeError('no table');
    });

    expect(await engine.loadFailure()).toEqual({
      number: 7,
      at: '2026-01-01T00:01:00.000Z',
      why: expect.stringMatching(/^FAILED: TypeError: .*no table/),
    });
  });

  it('begin a failed one anew for whatever it was to bring, as often as it fails', async () => {
    await engine.start(7);
    await engine.start(8);
    await stop('definitions-8');
    expect(await engine.loadFailure()).toMatchObject({ number: 8, why: 'ABORTED: Operator: by hand' });

    await engine.start(7);
    expect(await engine.loadFailure()).toBeUndefined();
    await stop('definitions-8-2');
    await engine.start(8);

    expect(await names()).toEqual(['definitions-7', 'definitions-8', 'definitions-8-2', 'definitions-8-3']);
    const last = (await executions()).find(({ name }) => name === 'definitions-8-3');
    expect(await local.describe(last?.executionArn)).toMatchObject({ input: '{"number":8}' });
  });

  it('leave those alone that somebody started by hand', async () => {
    await local.client.send(new StartExecutionCommand({ stateMachineArn: machine, name: 'by-hand' }));
    await stop('by-hand');

    expect(await engine.loadFailure()).toBeUndefined();
  });
});
