import { quantityOf, type Usage, usedBetween } from '../../local/billing/meter.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { seedCloud } from '../../local/demo/seed.ts';
import { adminClient } from '../cloud/admin-client.ts';
import { CommandError } from '../command.ts';
import type { Play, Stage } from './plays.ts';

export type Measurement = {
  readonly name: string;
  /** Those that the collector accepted. */
  readonly events: number;
  /** How many records of the stream one write of a profile took in, what the platform itself says included. */
  readonly eventsPerWrite: number;
  /** How many of them an invocation of update-profiles was given. */
  readonly eventsPerInvocation: number;
  readonly usage: readonly Usage[];
  readonly journeys: readonly JourneyTransitions[];
};

export type JourneyTransitions = {
  readonly machine: string;
  readonly runs: number;
  readonly transitions: number;
};

/** Plays in a cloud of its own, in memory, and tells what it used. */
export async function measure(
  play: Play,
  at: Omit<Stage, 'cloud' | 'sources'> & { assembly: string },
): Promise<Measurement> {
  const cloud = await startCloud({ assembly: at.assembly, port: 0, awsPort: 0, waitsForSources: true });
  try {
    const sources = await seedCloud(adminClient({ url: cloud.publicUrl, token: cloud.adminToken }));
    cloud.setSources(sources);
    const stage: Stage = { ...at, cloud, sources };
    await play.prepare(stage);
    await drain(cloud);
    const before = cloud.billing().items;
    const writesBefore = writesOf(cloud);
    const events = await play.run(stage);
    await drain(cloud);
    const usage = usedBetween(before, cloud.billing().items);
    const records = quantityOf(usage, 'put-payload-units');
    const invocations = quantityOf(
      usage.filter(({ resource }) => resource.endsWith('-update-profiles')),
      'requests',
    );
    return {
      ...{ name: play.name, events, usage, journeys: countTransitions(cloud) },
      eventsPerWrite: records / (writesOf(cloud) - writesBefore),
      eventsPerInvocation: records / invocations,
    };
  } finally {
    await cloud.stop();
  }
}

// a replay leaves more than a scenario does
const drainTimeoutMs = 300_000;

async function drain(cloud: Cloud): Promise<void> {
  const drained = await cloud.drain(drainTimeoutMs);
  if (!drained.drained)
    throw new CommandError(`the local cloud does not come to rest: ${JSON.stringify(drained.left)}`);
}

const writeOperations = ['PutItem', 'TransactWriteItems'];

const writesOf = (cloud: Cloud): number =>
  cloud
    .operations()
    .filter(({ operation, resource }) => writeOperations.includes(operation) && resource.includes('Profiles'))
    .reduce((sum, { count }) => sum + count, 0);

function countTransitions(cloud: Cloud): readonly JourneyTransitions[] {
  const ofMachines = Map.groupBy(cloud.transitions(), ({ machineArn }) => machineArn.split(':').at(-1) ?? '');
  return [...ofMachines].map(([machine, runs]) => ({
    ...{ machine, runs: runs.length },
    transitions: runs.reduce((sum, { transitions }) => sum + transitions, 0),
  }));
}
