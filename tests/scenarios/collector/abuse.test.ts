import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningCloud } from '../../support/cloud/running-cloud.ts';
import { type Call, SERVER_KEY } from '../../support/collector/collector.ts';
import { postRaw } from '../../support/collector/post-raw.ts';
import { abuses, largestValid } from '../../support/collector/rows/abuse.ts';

const BODY_SECONDS = 30;

let shop: RunningCloud;
beforeAll(async () => {
  shop = await RunningCloud.start();
  await shop.publish('shop-server', { kind: 'server', writeKeys: [{ key: SERVER_KEY }] }, 'sources');
});
afterAll(() => shop.stop());

/** A request whose body comes by one byte a second; answers all that came back. */
async function trickle(): Promise<string> {
  const { port, hostname } = new URL(shop.cloud.publicUrl);
  const socket = connect(Number(port), hostname);
  socket.write(
    `POST /v1/batch HTTP/1.1\r\nhost: x\r\nx-write-key: ${SERVER_KEY}\r\ncontent-length: 1000\r\n\r\n`,
  );
  const dripping = setInterval(() => socket.write('{'), 1_000);
  return text(socket).finally(() => clearInterval(dripping));
}

/** What the collector is billed for a call: its own processor time and waits, whatever else this machine is busy with. */
async function billed(call: Call): Promise<{ status: number; milliseconds: number }> {
  const before = billedMilliseconds();
  const { status } = await postRaw(shop.cloud.publicUrl, call);
  return { status, milliseconds: billedMilliseconds() - before };
}

const billedMilliseconds = (): number =>
  shop.cloud
    .billing()
    .items.filter(({ resource, unit }) => resource.endsWith('ingest-events') && unit === 'milliseconds')
    .reduce((sum, { quantity }) => sum + quantity, 0);

describe('a body that comes by one byte a second', () => {
  it('is given up in time, and holds up nobody meanwhile', async () => {
    const start = performance.now();
    let isOver = false;
    const answer = trickle().finally(() => {
      isOver = true;
    });

    const { status, body } = await shop.send({ type: 'page', userId: 'meanwhile' });

    expect({ status, accepted: body.accepted, isOver }).toEqual({ status: 200, accepted: 1, isOver: false });
    expect(await answer).toContain('HTTP/1.1 408 Request Timeout');
    expect((performance.now() - start) / 1_000).toBeLessThan(BODY_SECONDS + 5);
    expect(await shop.profile('userId=meanwhile')).toBeDefined();
  });
});

describe('a request made to cost more than others', () => {
  it.each(abuses)('is billed less than the largest valid one: %s', async (_name, call, expected) => {
    const usual = await billed(largestValid);

    const { status, milliseconds } = await billed(call);

    console.log(_name, usual.milliseconds, milliseconds);
    expect([usual.status, status]).toEqual([200, expected]);
    expect(milliseconds).toBeLessThan(usual.milliseconds);
  });

  it('with 100 KB of headers is refused before anything reads it', async () => {
    const headers = { 'x-write-key': SERVER_KEY, 'x-long': 'x'.repeat(100 * 1_024) };

    expect((await billed({ path: '/v1/batch', headers, body: '{}' })).status).toBe(431);
  });

  it('ends no environment: the next is served by the one that served all', () => {
    const errors = shop.cloud
      .logs()
      .map(({ text: line }) => line)
      .filter((line) => /"level":"(ERROR|CRITICAL)"/.test(line))
      // where the machine is busy the stream takes longer than it may: those events are kept
      .filter((line) => !line.includes('stream refused events'));

    expect(errors).toEqual([]);
  });
});
