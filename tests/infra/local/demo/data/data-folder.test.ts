import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lastWritten, removeData } from '../../../../../infra/local/demo/data/data-folder.ts';
import { loadDemo, saveDemo } from '../../../../../infra/local/demo/data/demo-record.ts';
import { lockData } from '../../../../../infra/local/runtime/deployment/data-lock.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'tributary-data-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

describe('beginning anew', () => {
  it('removes what a local cloud left', () => {
    lockData(data)();
    expect(lastWritten(data)).toBeInstanceOf(Date);

    removeData(data);

    expect(existsSync(data)).toBe(false);
    expect(lastWritten(data)).toBeUndefined();
  });

  it('leaves any other folder alone', () => {
    writeFileSync(join(data, 'thesis.txt'), 'years of work');

    expect(() => removeData(data)).toThrow('is not the data of a local cloud');
    expect(existsSync(join(data, 'thesis.txt'))).toBe(true);
  });

  it('leaves a local cloud alone that runs', () => {
    const release = lockData(data);

    expect(() => removeData(data)).toThrow('another local cloud runs on the data');

    release();
  });
});

describe('the demo in a data folder', () => {
  const played = { sent: 10, accepted: 10, rejected: 0 };

  it('is known at the next start, interrupted or played', () => {
    const asked = { data, seed: 1, shoppers: 60, days: 4 };

    expect(loadDemo(asked)).toBeUndefined();
    saveDemo(asked);
    expect(loadDemo(asked)).toEqual({ seed: 1, shoppers: 60, days: 4 });
    saveDemo(asked, played);
    expect(loadDemo(asked)).toEqual({ seed: 1, shoppers: 60, days: 4, played });
  });

  it('is not mixed with another', () => {
    saveDemo({ data, seed: 1, shoppers: 60, days: 4 }, played);

    expect(() => loadDemo({ data, seed: 2, shoppers: 60, days: 4 })).toThrow(
      'holds the demo of 60 visitors in 4 days (seed 1), not of 60 visitors in 4 days (seed 2)',
    );
  });
});
