import { access, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Cloud, Source } from '../../local/cloud.ts';
import { playShop } from '../../local/demo/play-shop.ts';
import { adminClient } from '../cloud/admin-client.ts';
import { pushDirectory } from '../cloud/push-directory.ts';
import { CommandError } from '../command.ts';
import { postBatch, type Target } from '../replay/collector.ts';
import { readOrderMap } from '../replay/order-map.ts';
import { replayOrders } from '../replay/replay-orders.ts';
import type { CostOptions } from './options.ts';
import { openShop, playSessions, type SessionTraffic } from './play-sessions.ts';

export type Stage = {
  readonly root: string;
  readonly cloud: Cloud;
  readonly sources: readonly Source[];
  readonly options: CostOptions;
  readonly signal: AbortSignal;
  print(text: string): void;
};

/** Something to measure: what is published first, which is not counted, and the events that are sent then. */
export type Play = {
  readonly name: string;
  prepare(stage: Stage): Promise<void>;
  /** Answers how many events the collector accepted. */
  run(stage: Stage): Promise<number>;
};

const purchases = 'transactions_sample.csv.gz';

/** What there is to play here. */
export async function findPlays({ data }: CostOptions, print: Stage['print']): Promise<readonly Play[]> {
  const file = join(data, purchases);
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (!isThere) print(`There is no ${file}: nothing is replayed, --data names another folder.`);
  return [...sessionPlays, shopPlay, ...(isThere ? [replayPlay(file)] : [])];
}

/** Visits of a shop, so many events in each request. */
export const sessionPlay = (eventsPerRequest: number): Play => ({
  name: `visits, ${eventsPerRequest} ${eventsPerRequest === 1 ? 'event' : 'events'} a request`,
  async prepare(stage) {
    await publishSegments(stage);
    await openShop(sessionTraffic(stage, eventsPerRequest));
  },
  run: (stage) => playSessions(sessionTraffic(stage, eventsPerRequest), stage.options.seconds),
});

const sessionTraffic = (stage: Stage, eventsPerRequest: number): SessionTraffic => ({
  ...{ cloud: stage.cloud, target: targetOf(stage), eventsPerRequest, seed: stage.options.seed },
});

const sessionPlays = [1, 10].map(sessionPlay);

const shopPlay: Play = { name: 'shop, journeys and messages', prepare: publishShop, run: playVisitors };

export const replayPlay = (file: string): Play => ({
  name: 'purchases, segments only',
  prepare: publishSegments,
  run: (stage) => replayPurchases(stage, file),
});

const shopFolder = ({ root }: Stage): string => join(root, 'examples/shop');

async function publishShop(stage: Stage): Promise<void> {
  await publish(stage, shopFolder(stage));
}

const notSegments = ['journeys', 'templates', 'traffic'];

async function publishSegments(stage: Stage): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-cost-'));
  try {
    await cp(shopFolder(stage), folder, {
      recursive: true,
      filter: (path) => !notSegments.includes(basename(path)),
    });
    await publish(stage, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function publish({ cloud }: Stage, folder: string): Promise<void> {
  const admin = adminClient({ url: cloud.publicUrl, token: cloud.adminToken });
  const said: string[] = [];
  const print = (text: string): void => void said.push(text);
  const outcome = await pushDirectory({ admin, options: {}, print, confirm: async () => true }, folder);
  if (outcome !== 'published') throw new CommandError(`the shop was not published:\n${said.join('\n')}`);
}

async function playVisitors({ root, cloud, options, signal }: Stage): Promise<number> {
  const { awsUrl } = cloud;
  const { accepted } = await playShop({ root, awsUrl, signal, ...options, progress: 'stderr' });
  return accepted;
}

async function replayPurchases(stage: Stage, file: string): Promise<number> {
  const { root, options, print } = stage;
  const map = await readOrderMap(join(root, 'examples/replay/completejourney.json'));
  const target = targetOf(stage);
  const post = (events: readonly object[]) => postBatch(target, events);
  const { accepted } = await replayOrders({ file, map, limit: options.lines, post, print });
  return accepted;
}

const targetOf = ({ cloud, sources }: Stage): Target => ({
  url: cloud.publicUrl,
  key: sources.find(({ kind }) => kind === 'server')?.writeKey ?? '',
});
