import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type KillPoint, killPoints, type Span } from '../../support/cloud/kills/kill-point.ts';
import { MortalCloud } from '../../support/cloud/kills/mortal-cloud.ts';
import { playShop } from '../../support/cloud/kills/play-shop.ts';
import { type Outcome, readOutcome } from '../../support/cloud/kills/read-outcome.ts';
import { size } from '../../support/sizes.ts';

const simulation = { seed: 11, shoppers: size(10, 24), days: 2 };
const killsOfARun = size(12, 35);
// TRIBUTARY_SEED plays the kills of one seed again
const given = process.env.TRIBUTARY_SEED;
const seeds = given ? [Number(given)] : Array.from({ length: size(1, 12) }, (_, index) => index + 1);
const dayMs = 86_400_000;
const start = (Math.floor(Date.now() / dayMs) + 1) * dayMs;
const minuteMs = 60_000;

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

type Played = { readonly outcome: Outcome; readonly died: readonly KillPoint[]; readonly span: Span };

async function play(points: readonly KillPoint[]): Promise<Played> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-kills-'));
  folders.push(folder);
  const cloud = new MortalCloud(folder, points);
  const startedAt = performance.now();
  let requests = 0;
  try {
    requests = await playShop(cloud, simulation, start);
    const ms = Math.round(performance.now() - startedAt);
    const calls = await cloud.attempt(({ awsUrl }) => countCalls(awsUrl));
    const outcome = await cloud.attempt((reached) => readOutcome(reached, simulation));
    return { outcome, died: cloud.died, span: { calls, requests, ms } };
  } finally {
    await cloud.stop();
  }
}

async function countCalls(awsUrl: string): Promise<number> {
  const response = await fetch(`${awsUrl}/_local/operations`);
  const schema = z.object({ items: z.array(z.object({ count: z.number() })) });
  return schema.parse(await response.json()).items.reduce((sum, { count }) => sum + count, 0);
}

// on average a life goes half of its span
const spanOfALife = ({ calls, requests, ms }: Span): Span => {
  const share = (whole: number) => Math.ceil((2 * whole) / (killsOfARun + 1));
  return { calls: share(calls), requests: share(requests), ms: share(ms) };
};

let reference: Played;
beforeAll(async () => {
  reference = await play([]);
}, 5 * minuteMs);

describe('a local cloud killed anywhere, with all of its processes', () => {
  it('has something to lose', () => {
    const { profiles, members, entries, accepted } = reference.outcome;

    for (const kind of [profiles, members, entries]) expect(kind.length).toBeGreaterThan(10);
    expect(accepted.size).toBeGreaterThan(5);
  });

  it.each(seeds)(
    'ends as if it had not been, and sends nothing twice (seed %i)',
    async (seed) => {
      const points = killPoints(seed, killsOfARun, spanOfALife(reference.span));
      const { outcome, died } = await play(points);
      const unknown = missing(reference.outcome, outcome);
      console.log(summary(seed, died, unknown.length));

      expect(outcome.profiles).toEqual(reference.outcome.profiles);
      expect(outcome.members).toEqual(reference.outcome.members);
      expect(outcome.entries).toEqual(reference.outcome.entries);
      expect([...outcome.accepted].filter(([, times]) => times > 1)).toEqual([]);
      expect(unknown.filter(({ state }) => state !== 'UNKNOWN')).toEqual([]);
    },
    size(5, 20) * minuteMs,
  );
});

/** The messages that were sent without kills and are not known to be sent now. */
function missing(without: Outcome, now: Outcome) {
  const isSent = ({ state }: { state: string }) => state === 'SENT' || state === 'DELIVERED';
  return [...without.sends].flatMap(([name, sends]) => {
    const found = now.sends.get(name) ?? [];
    const lacking = sends.filter(isSent).length - found.filter(isSent).length;
    const others = found.filter((send) => !isSent(send)).map(({ state }) => ({ name, state }));
    const gone = Array.from({ length: Math.max(lacking, 0) }, () => ({ name, state: 'nowhere' }));
    return lacking > 0 ? [...others, ...gone].slice(0, lacking) : [];
  });
}

function summary(seed: number, died: readonly KillPoint[], unknown: number): string {
  const counts = Map.groupBy(died, ({ kind }) => kind);
  const kinds = [...counts].map(([kind, points]) => `${points.length} ${kind}`).sort();
  return `seed ${seed}: ${died.length} kills (${kinds.join(', ')}), ${unknown} messages UNKNOWN`;
}
