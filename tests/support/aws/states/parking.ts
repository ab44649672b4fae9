import { createClock } from '../../../../infra/local/clock.ts';
import { createWork } from '../../../../infra/local/runtime/work.ts';
import { openStates } from '../../../../infra/local/states/states.ts';

// run as a process of its own: parks executions in a folder until it is killed
const [dataDir, count = '0', now = '0', days = '0'] = process.argv.slice(2);

const clock = createClock({ real: { now: () => Number(now), wake: () => () => undefined } });
const work = createWork();
const invoke = async () => ({ functionError: undefined, payload: 'null' });
const states = openStates({ clock, work, invoke, dataDir });
const definition = JSON.stringify({
  StartAt: 'hold',
  States: {
    hold: { Type: 'Wait', Seconds: Number(days) * 86_400, Next: 'call' },
    call: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: 'work' },
      End: true,
    },
  },
});

const { stateMachineArn } = await ask('CreateStateMachine', {
  name: 'parked',
  definition,
  roleArn: 'arn:aws:iam::000000000000:role/journeys',
});
for (let index = 0; index < Number(count); index++) {
  await ask('StartExecution', { stateMachineArn, name: `parked-${index}` });
}
// all of them wait now, so that nothing is left to be done
while (Object.keys(work.left()).length > 0) await new Promise((resolve) => setImmediate(resolve));
process.stdout.write('parked\n');
// it lives until it is killed
setInterval(() => undefined, 60_000);

async function ask(operation: string, input: object): Promise<Record<string, unknown>> {
  const { status, body } = await states.handle({
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'x-amz-target': `AWSStepFunctions.${operation}` },
    body: Buffer.from(JSON.stringify(input)),
    accessKeyId: 'test',
  });
  if (status !== 200) throw new Error(`${operation} answered ${status}: ${body}`);
  return JSON.parse(String(body));
}
