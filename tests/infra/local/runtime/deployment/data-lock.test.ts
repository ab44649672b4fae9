import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockData } from '../../../../../infra/local/runtime/deployment/data-lock.ts';

const module = new URL('../../../../../infra/local/runtime/deployment/data-lock.ts', import.meta.url).href;

describe('a data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tributary-lock-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is for one local cloud at a time', () => {
    const release = lockData(folder);

    expect(() => lockData(folder)).toThrow(`another local cloud runs on the data in ${folder}`);

    release();
    lockData(folder)();
  });

  it('is free again when the process that had it is killed', async () => {
    const code = `import { lockData } from '${module}'; lockData(${JSON.stringify(folder)}); console.log('locked'); setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'pipe' });
    await once(holder.stdout, 'data');
    expect(() => lockData(folder)).toThrow('another local cloud');

    holder.kill('SIGKILL');
    await once(holder, 'exit');

    lockData(folder)();
  });
});
