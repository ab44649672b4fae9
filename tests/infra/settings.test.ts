import { describe, expect, it } from 'vitest';
import { readSettings } from '../../infra/settings.ts';

const read = (context: Record<string, unknown>) => readSettings((name) => context[name]);

describe('settings', () => {
  it('have a safe default for everything', () => {
    expect(read({})).toEqual({
      stage: 'prod',
      dev: false,
      cmk: false,
      shards: 1,
      streamMode: 'provisioned',
      batchWindow: 1,
    });
  });

  it('are read from the text of the command line', () => {
    const settings = read({ stage: 'test', dev: 'true', shards: '4', batchWindow: '0' });

    expect(settings).toMatchObject({ stage: 'test', dev: true, shards: 4, batchWindow: 0 });
  });

  it.each([
    // it becomes part of a domain name and of function names
    [
      { stage: 'Prod' },
      '-c stage=Prod is not at most 20 lowercase letters, digits and dashes, a letter first',
    ],
    [{ shards: '0' }, '-c shards=0 is not a whole number from 1 to 500'],
    [{ batchWindow: 'fast' }, '-c batchWindow=fast is not whole seconds from 0 to 300'],
    [{ streamMode: 'ondemand' }, '-c streamMode=ondemand is not provisioned or on-demand'],
    [{ pushApplication: 'shop' }, '-c pushApplication=shop is not the ARN of an SNS platform application'],
    [{ dev: 'yes' }, '-c dev=yes is not true or false'],
  ])('say what was wrong with %o and what is allowed', (context, message) => {
    expect(() => read(context)).toThrow(message);
  });
});
