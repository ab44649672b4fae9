import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const pathOf = (path: string) => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
const lambda = pathOf('../infra/local/runtime/lambda');

// a process that runs an environment which never answers, and tells its process id
const program = `
import { LambdaFunction } from '${lambda}/function.ts';
import { createLogs } from '${lambda}/logs.ts';
const config = {
  name: 'echo', arn: 'arn:echo', folder: '${pathOf('fixtures/lambda/echo')}', handler: 'index.handler',
  runtime: 'nodejs24.x', memorySizeMegabytes: 512, timeoutSeconds: 30, concurrency: 1, isReserved: false,
  variables: {}, logging: { format: 'Text' }, logGroup: '/echo', roleArn: 'arn:role',
};
const time = () => ({ offsetMs: 0, standsAtMs: undefined });
const echo = new LambdaFunction({ config, awsUrl: 'http://127.0.0.1:1', time, logs: createLogs(() => 0) });
const { payload } = await echo.invoke('{"action":"count"}');
void echo.invoke('{"action":"hang"}');
console.log(JSON.parse(payload).pid);
`;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('an environment whose local cloud is killed', () => {
  it('ends with it, although an invocation is running', async () => {
    const cloud = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [told] = await once(cloud.stdout, 'data');
    const pid = Number(told);
    expect(isAlive(pid)).toBe(true);

    cloud.kill('SIGKILL');

    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  });
});
