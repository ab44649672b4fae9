import { setTimeout as pause } from 'node:timers/promises';
import type { Cloud } from '../../local/cloud.ts';
import { CommandError } from '../command.ts';
import { postBatch, type Target } from '../replay/collector.ts';
import { identify } from './session.ts';
import { knownVisitors, trafficSeconds } from './session-traffic.ts';

export type SessionTraffic = {
  readonly cloud: Cloud;
  readonly target: Target;
  readonly eventsPerRequest: number;
  readonly seed: number;
};

// the visits of the first second are over by then: as many begin as end
const WARM_UP_SECONDS = 90;
const WARM_UP_STEP = 10;
const WARM_UP_BATCH = 50;

/** Makes known who returns later, and lets visits begin until as many are under way as ever will be. */
export async function openShop(traffic: SessionTraffic): Promise<void> {
  const { cloud, target } = traffic;
  const known = knownVisitors.map((visitor) => ({ ...identify(visitor), ...visitor }));
  for (const batch of chunked(known, WARM_UP_BATCH)) await postBatch(target, batch);
  await requireRest(cloud.drain());
  const toSecond = async (played: number) => {
    if (played % WARM_UP_STEP === 0) await requireRest(cloud.advance(WARM_UP_STEP * 1_000));
  };
  await play({ ...traffic, eventsPerRequest: WARM_UP_BATCH }, { from: 0, until: WARM_UP_SECONDS, toSecond });
}

/**
 * Seconds of the open shop, in real time: only then do batching windows close as in AWS, where nothing drains them.
 * Answers how many events were accepted.
 */
export async function playSessions(traffic: SessionTraffic, seconds: number): Promise<number> {
  const startedAt = performance.now();
  const toSecond = async (played: number) =>
    pause(Math.max(0, startedAt + played * 1_000 - performance.now()));
  return play(traffic, { from: WARM_UP_SECONDS, until: WARM_UP_SECONDS + seconds, toSecond });
}

type Seconds = {
  readonly from: number;
  readonly until: number;
  /** Waits until so many seconds of the play are over. */
  readonly toSecond: (played: number) => Promise<void>;
};

async function play(
  { target, eventsPerRequest, seed }: SessionTraffic,
  { from, until, toSecond }: Seconds,
): Promise<number> {
  let accepted = 0;
  for (const { second, events } of trafficSeconds(seed)) {
    if (second >= until) break;
    if (second < from) continue;
    const requests = chunked(events, eventsPerRequest).map((batch) => postBatch(target, batch));
    for (const posted of await Promise.all(requests)) accepted += posted.accepted;
    await toSecond(second - from + 1);
  }
  return accepted;
}

async function requireRest(drained: ReturnType<Cloud['drain']>): Promise<void> {
  const state = await drained;
  if (!state.drained)
    throw new CommandError(`the local cloud does not come to rest: ${JSON.stringify(state.left)}`);
}

const chunked = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
