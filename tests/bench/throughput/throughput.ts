import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { adminClient, bodyOf } from '../../../infra/cli/cloud/admin-client.ts';
import type { Target } from '../../../infra/cli/replay/collector.ts';
import { type Cloud, startCloud } from '../../../infra/local/cloud.ts';
import { seedCloud } from '../../../infra/local/demo/seed.ts';
import { benchmark } from '../benchmark.ts';
import { processorTimeMs } from '../measuring/processor-time.ts';
import { withAssembly } from './assembly.ts';
import { postFor } from './post.ts';
import { tally } from './tally.ts';
import { segments, traffic } from './traffic.ts';

const SHARDS = 4;
const WARM_UP_MS = 1_000;
const MOST_DRAIN_MS = 600_000;

/** From the request of an SDK to the profile, through everything that is deployed. */
export const throughput = benchmark({
  about: 'events a second from HTTP to the profile, through the local cloud; none lost, none doubled',
  sizes: { seconds: { about: 'seconds of traffic, in memory and again durable', usual: 5, smallest: 1 } },
  run: ({ seconds }, print) =>
    withAssembly({ shards: String(SHARDS) }, async (assembly) => {
      print(`posting for ${seconds} s, in memory`);
      const ephemeral = await measure({ assembly, seconds });
      print(`posting for ${seconds} s, durable`);
      const durable = await withFolder((dataDir) => measure({ assembly, seconds, dataDir }));
      return { modelled, goal, ephemeral, durable };
    }),
});

const goal = { eventsPerSecond: 1_500, lost: 0, doubled: 0 };
const modelled = [
  'AWS is the local cloud: its services, the functions and the client share the cores of this machine',
  'batches of 15 as @segment/analytics-node posts them, over 8 connections, as fast as they are answered',
  '2,000 people, every 50th batch sent twice, three segments, no journeys',
  'eventsPerSecond counts until the last event is in its profile',
  'processorMsPerEvent is of all processes together: cores / it is what this machine can do with nothing else at work',
];

type Measuring = { readonly assembly: string; readonly seconds: number; readonly dataDir?: string };

async function measure({ assembly, seconds, dataDir }: Measuring) {
  const cloud = await startCloud({ assembly, dataDir, port: 0, awsPort: 0 });
  try {
    const posting = { target: await prepare(cloud), batches: traffic(), accepted: new Set<string>() };
    await postFor(WARM_UP_MS, posting);
    await drain(cloud);
    const before = posting.accepted.size;
    const processorBefore = processorTimeMs();
    const started = performance.now();
    await postFor(seconds * 1_000, posting);
    const posted = performance.now();
    await drain(cloud);
    const drained = performance.now();
    const events = posting.accepted.size - before;
    return {
      events,
      eventsPerSecond: Math.round((events * 1_000) / (drained - started)),
      acceptedPerSecond: Math.round((events * 1_000) / (posted - started)),
      drainSeconds: round((drained - posted) / 1_000),
      processorMsPerEvent: processorBefore && round(((processorTimeMs() ?? 0) - processorBefore) / events),
      ...(await tally(cloud.awsUrl, posting.accepted)),
    };
  } finally {
    await cloud.stop();
  }
}

const round = (figure: number): number => Number(figure.toFixed(2));

async function prepare({ publicUrl: url, adminToken: token }: Cloud): Promise<Target> {
  const admin = adminClient({ url, token });
  const sources = await seedCloud(admin);
  for (const [id, body] of Object.entries(segments))
    bodyOf(await admin.call(z.unknown(), { method: 'PUT', path: `/segments/${id}`, body }));
  return { url, key: sources.find(({ kind }) => kind === 'server')?.writeKey ?? '' };
}

async function drain(cloud: Cloud): Promise<void> {
  const state = await cloud.drain(MOST_DRAIN_MS);
  if (!state.drained) throw new Error(`the local cloud does not come to rest: ${JSON.stringify(state.left)}`);
}

async function withFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-bench-data-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
