import { describe, expect, it } from 'vitest';
import { parseStartOptions } from '../../../../infra/local/demo/options.ts';

describe('the flags of npm start', () => {
  it('have defaults', () => {
    expect(parseStartOptions([])).toMatchObject({
      port: 4600,
      awsPort: 4566,
      demo: true,
      once: false,
      seed: 1,
      data: '.tributary',
      fresh: false,
      kinesisLimits: false,
    });
  });

  it('keep nothing with --ephemeral', () => {
    expect(parseStartOptions(['--ephemeral']).data).toBeUndefined();
  });

  it('can all be given', () => {
    const words =
      '--port 1 --aws-port 2 --shoppers 3 --days 4 --seed 5 --no-demo --once --data here --fresh --kinesis-limits'.split(
        ' ',
      );

    expect(parseStartOptions(words)).toEqual({
      port: 1,
      awsPort: 2,
      shoppers: 3,
      days: 4,
      seed: 5,
      demo: false,
      once: true,
      data: 'here',
      fresh: true,
      kinesisLimits: true,
      help: false,
    });
  });

  it.each([
    [['--port', '70000'], '--port must be a whole number from 1 to 65535'],
    [['--shoppers', 'many'], 'got `many`'],
    [['--prot', '1'], "Unknown option '--prot'"],
    [['--data', 'x', '--ephemeral'], 'choose one'],
  ])('%o are refused', (words, message) => {
    expect(() => parseStartOptions(words)).toThrow(message);
  });
});
