import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { benchmarks } from './benchmarks.ts';

const root = new URL('../../', import.meta.url).pathname;
const above = (least: number) => expect.toSatisfy((figure) => figure >= least, `at least ${least}`);

const played = {
  ...{ events: above(1), eventsPerSecond: above(1), acceptedPerSecond: above(1), drainSeconds: above(0) },
  ...{ lost: 0, doubled: 0, failed: 0, profiles: above(1) },
};

const figure = { microseconds: above(0), eventsPerSecond: above(1) };
const stage = {
  ...{ reading: above(0), writeKey: above(0), normalising: above(0) },
  ...{ validating: above(0), storing: above(0) },
};
const beside = { anchor: figure, ratio: above(0) };
const compared = { collector: figure, anchor: figure, ratio: above(0), split: stage };

const asked = { microseconds: above(0), evaluationsPerSecond: above(1) };
const rival = { ...asked, ratio: above(0) };

const woken = { woken: above(1), writes: above(0), reads: above(0) };

const size = { bytes: above(1), microseconds: above(0) };
const coded = { packed: size, json: size, map: size };

// what each answers at its smallest size; how fast is not for a test to say
const shapes: Readonly<Record<string, object>> = {
  codec: { visitor: coded, customer: coded, regular: coded },
  collector: {
    goal: { single: 0.18, batched: 0.4 },
    ...{ single: compared, batched: compared, zipped: compared },
  },
  cost: {
    plays: expect.arrayContaining([
      expect.objectContaining({ events: above(1), writes: above(0), dollarsPerMillion: above(0) }),
    ]),
    growth: { profiles: { ratio: above(0) }, segments: { ratio: above(0) }, history: { ratio: above(0) } },
  },
  processor: {
    goal: { oneEvent: 0.8, threeEvents: 0.6 },
    ...{ oneEvent: { processor: figure, ...beside }, threeEvents: { processor: figure, ...beside } },
  },
  segments: {
    goal: { reevaluations: { 50: 2, 500: 4, 5000: 12 } },
    evaluations: {
      ...{ holds: asked, nextFlips: asked },
      ...{ jsonLogicEngine: rival, jsonLogicJs: rival, jsonata: rival, jsonRulesEngine: rival },
    },
    reevaluations: [50, 500, 5_000].map((segments) => ({
      ...{ segments, affected: figure, closures: { ...figure, ratio: above(0) } },
    })),
  },
  throughput: {
    goal: { eventsPerSecond: 1_500, lost: 0, doubled: 0 },
    ...{ ephemeral: played, durable: played },
  },
  wake: { goal: { writes: 5, reads: 1.5 }, few: woken, many: woken },
};

async function bench(...words: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const run = promisify(execFile)(process.execPath, ['tests/bench/run.ts', ...words], { cwd: root });
  return run.then(
    (output) => ({ code: 0, ...output }),
    (failed) => failed,
  );
}

describe('npm run bench', () => {
  it.each([...benchmarks])(
    'prints the figures of %s as JSON',
    async (name, { sizes }) => {
      const smallest = Object.entries(sizes).flatMap(([size, { smallest }]) => [`--${size}`, `${smallest}`]);

      const { stdout } = await bench(name, ...smallest);

      expect(JSON.parse(stdout)).toMatchObject({
        benchmark: name,
        machine: { cores: above(1), loads: [above(0), above(0)] },
        modelled: expect.arrayContaining([expect.any(String)]),
        ...shapes[name],
      });
    },
    240_000,
  );

  it('knows the shape of every benchmark', () => {
    expect(Object.keys(shapes)).toEqual([...benchmarks.keys()]);
  });

  it('lists and explains its benchmarks', async () => {
    const [list, help] = await Promise.all([bench('--list'), bench('--help')]);

    for (const [name, { about, sizes }] of benchmarks) {
      expect(list.stdout).toContain(`${name.padEnd(12)}${about}`);
      for (const size of Object.keys(sizes)) expect(help.stdout).toContain(`--${size} <n>`);
    }
  });

  it.each(['--help', '-h'])('explains one benchmark instead of running it with %s', async (flag) => {
    const { code, stdout } = await bench('segments', '--rounds', '1', flag);

    expect(code).toBe(0);
    expect(stdout).toContain('--milliseconds <n>');
    expect(stdout).not.toContain('throughput');
  });

  it.each([
    [['sorting'], 'there is no benchmark `sorting`, there are:'],
    [['throughput', '--seconds', '0'], '--seconds must be a whole number from 1, got `0`'],
    [['throughput', '--second', '5'], "Unknown option '--second'"],
  ])('refuses %j', async (words, message) => {
    const { code, stdout, stderr } = await bench(...words);

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(message);
  });
});
