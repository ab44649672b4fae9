import { describe, expect, it } from 'vitest';
import { decideStep, type StepTask } from '../../../functions/runs/decide-step.ts';
import { MemoryRuns } from '../../support/profiles/memory-runs.ts';
import { DAY, HOUR, ProfileWorld, START } from '../../support/profiles/profile-world.ts';

const worth = (atLeast: number) => ({ event: 'Product Added', within: '24h', sum: { of: 'price', atLeast } });
const journey = (atLeast: number, asked: object = worth(atLeast)) => ({
  id: 'cart',
  entry: { event: 'Product Added' },
  steps: [
    {
      id: 'value',
      type: 'branch',
      if: asked,
      // biome-ignore lint/suspicious/noThenProperty: the journey language's own word
      then: 'long',
      else: 'done',
    },
    { id: 'long', type: 'wait', for: '1h' },
    { id: 'done', type: 'exit' },
  ],
});

const rich = { id: 'rich', where: worth(50) };

async function started(asked: object = worth(50)) {
  const world = new ProfileWorld({ segments: [rich], journeys: [journey(50, asked)] });
  const runs = new MemoryRuns();
  const added = (price: number) =>
    world.event({ userId: 'anna', event: 'Product Added', properties: { price } });
  await world.post(added(30), added(30));
  const [root] = world.roots();
  const profileId = root?.id ?? '';
  const entryId = root?.journeys.get('cart')?.entryId ?? '';
  const at = new Date(START).toISOString();
  await runs.begin({ entryId, journeyId: 'cart', version: 1, profileId, status: 'running', at });
  const dependencies = {
    ...world.dependencies(),
    runs,
    definitions: {
      loadVersion: async (kind: string, id: string, version: number) => ({
        kind,
        id,
        version,
        body: journey(50, asked),
        savedAt: at,
        savedBy: 'test',
      }),
    },
    loadRules: async () => world.live,
  };
  const task = (version: number, ends = false): StepTask => ({
    task: 'branch',
    journeyId: 'cart',
    version,
    step: 'value',
    profileId,
    entryId,
    // biome-ignore lint/suspicious/noThenProperty: the journey language's own word
    endsRun: { then: ends, else: ends },
  });
  return { world, runs, dependencies, task, entryId };
}

describe('a branch', () => {
  it('decides by what the profile keeps', async () => {
    const { dependencies, task } = await started();

    expect(await decideStep(dependencies, task(1))).toEqual({ outcome: 'then' });
  });

  it('decides as of the moment it is reached', async () => {
    const { world, dependencies, task } = await started();
    world.now += DAY + HOUR;

    expect(await decideStep(dependencies, task(1))).toEqual({ outcome: 'else' });
  });

  it('stays on the version the run began with, read from the timeline', async () => {
    const { world, dependencies, task } = await started();
    world.publish([], [journey(1_000)]);

    expect(await decideStep(dependencies, task(7))).toEqual({ outcome: 'then' });
  });

  it.each([
    ['is in a segment', { segment: 'rich' }],
    ['is in the journey', { journey: 'cart', is: 'active' }],
    ['said so', { consent: { channel: 'email' }, is: 'subscribed' }],
    ['is among the share', { bucket: { seed: 'all', percent: 100 } }],
  ])('knows by either way whether the person %s', async (_, asked) => {
    const { world, dependencies, task } = await started(asked);
    const agreed = { channels: ['email'], status: 'subscribed' };
    await world.post(world.event({ userId: 'anna', event: 'Consent Updated', properties: agreed }));

    expect(await decideStep(dependencies, task(1))).toEqual({ outcome: 'then' });
    expect(await decideStep(dependencies, task(7))).toEqual({ outcome: 'then' });
  });

  it('marks the run completed when nothing follows', async () => {
    const { runs, dependencies, task, entryId } = await started();

    await decideStep(dependencies, task(1, true));

    expect(runs.runs.get(entryId)?.status).toBe('completed');
  });
});

describe('a step of a run that is over', () => {
  it('throws the name that the machine ends quietly on', async () => {
    const { runs, dependencies, task, entryId } = await started();
    await runs.end(entryId, { status: 'exited', at: new Date(START).toISOString() });

    await expect(decideStep(dependencies, task(1))).rejects.toMatchObject({ name: 'RunCancelled' });
  });
});

describe('the end', () => {
  it('marks the run completed, and is quiet when repeated', async () => {
    const { runs, dependencies, task, entryId } = await started();
    const { endsRun: _, ...end } = { ...task(1), task: 'end' as const, endsRun: undefined };

    expect(await decideStep(dependencies, end)).toEqual({ outcome: 'ended' });
    expect(runs.runs.get(entryId)?.status).toBe('completed');
    await expect(decideStep(dependencies, end)).rejects.toMatchObject({ name: 'RunCancelled' });
  });
});
