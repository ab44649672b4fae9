import { join } from 'node:path';
import type { ShopEvent } from '../../../../examples/shop/traffic/shop-event.ts';
import { dayMs, type Simulation, simulateShop } from '../../../../examples/shop/traffic/simulate.ts';
import { adminClient } from '../../../../infra/cli/cloud/admin-client.ts';
import { pushDirectory } from '../../../../infra/cli/cloud/push-directory.ts';
import { projectFolder } from '../assembly.ts';
import type { MortalCloud, Reached } from './mortal-cloud.ts';

const sliceMs = 2 * 60 * 60_000;
// what waits for a visitor to stay away happens in them, and what is not known of a message is settled
const quietDays = 3;

/**
 * Plays the shop on a standing clock: each two hours of it are posted at their end, with the same bodies however often it
 * takes. Answers how many requests it took.
 */
export async function playShop(cloud: MortalCloud, simulation: Simulation, start: number): Promise<number> {
  let requests = 0;
  const ask = async (work: (reached: Reached) => Promise<unknown>): Promise<void> => {
    requests += 1;
    await cloud.attempt(work);
  };
  await ask((reached) => moveTo(reached, start));
  await ask(publishShop);
  const slices = Map.groupBy(simulateShop(simulation), ({ at }) => Math.floor(at / sliceMs));
  for (const [slice, events] of slices) {
    await ask((reached) => moveTo(reached, start + (slice + 1) * sliceMs));
    for (const round of inRounds(events)) {
      await ask((reached) => post(reached, round, start));
      await ask(drain);
    }
  }
  await ask((reached) => moveTo(reached, start + (simulation.days + quietDays) * dayMs));
  await ask(drain);
  return requests;
}

async function publishShop({ publicUrl: url, adminToken: token }: Reached): Promise<void> {
  const admin = adminClient({ url, token });
  const context = { admin, options: {}, print: () => undefined, confirm: async () => true };
  const outcome = await pushDirectory(context, join(projectFolder, 'examples/shop'));
  if (outcome === 'refused') throw new Error('the shop was refused');
}

async function moveTo({ awsUrl }: Reached, instant: number): Promise<void> {
  const { now } = (await call(`${awsUrl}/_local/clock`)) as { now: string }; // as the control surface has it
  await call(`${awsUrl}/_local/clock`, {
    freeze: true,
    advanceMs: Math.max(instant - Date.parse(now), 0),
  });
}

const drain = ({ awsUrl }: Reached) => call(`${awsUrl}/_local/drain`, {});

type Round = ReadonlyMap<ShopEvent['via'], readonly ShopEvent[]>;

/**
 * Everybody's events in the order they happened: in a round one person has only such as Kinesis keeps in order, so that what
 * comes of them is the same every time.
 */
function inRounds(events: readonly ShopEvent[]): Round[] {
  const people = [...Map.groupBy(events, personOf).values()];
  const runs = people.flatMap((ofPerson) => inRuns(ofPerson).map((run, round) => ({ round, run })));
  const rounds = [...Map.groupBy(runs, ({ round }) => round).values()];
  return rounds.map((round) =>
    Map.groupBy(
      round.flatMap(({ run }) => run),
      ({ via }) => via,
    ),
  );
}

const personOf = ({ userId, anonymousId }: ShopEvent) => (userId ?? anonymousId ?? '').replace(/^\w+-/, '');

function inRuns(events: readonly ShopEvent[]): ShopEvent[][] {
  const laneOf = ({ via, userId, anonymousId }: ShopEvent) => `${via} ${userId ?? anonymousId}`;
  const runs: ShopEvent[][] = [];
  for (const event of events) {
    const last = runs.at(-1);
    if (last?.[0] !== undefined && laneOf(last[0]) === laneOf(event)) last.push(event);
    else runs.push([event]);
  }
  return runs;
}

async function post({ publicUrl, sources }: Reached, round: Round, start: number): Promise<void> {
  for (const [via, events] of round) {
    const writeKey = sources.find(({ kind }) => kind === via)?.writeKey;
    const batch = events.map(({ at, via: _, ...event }) => ({ ...event, timestamp: iso(start + at) }));
    const { accepted } = (await call(`${publicUrl}/v1/batch`, { writeKey, batch })) as { accepted: number }; // its contract
    if (accepted !== batch.length)
      throw new Error(`${batch.length} events were posted, ${accepted} accepted`);
  }
}

async function call(url: string, body?: object): Promise<unknown> {
  const request = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { ...request, headers });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
