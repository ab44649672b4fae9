import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { postBatch } from '../../../../infra/cli/replay/collector.ts';

let server: Server | undefined;
afterEach(() => server?.close());

async function answering(...answers: [status: number, body: object][]) {
  const asked: IncomingMessage[] = [];
  server = createServer((request, response) => {
    const [status, body] = answers[Math.min(asked.length, answers.length - 1)] ?? [500, {}];
    asked.push(request);
    request.resume().on('end', () => response.writeHead(status).end(JSON.stringify(body)));
  });
  const listening = server;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  // a listening TCP server has an address with a port
  const { port } = listening.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, asked };
}

describe('posting to the collector', () => {
  it('shows the write key and tells what was accepted', async () => {
    const { url, asked } = await answering([200, { accepted: 2, rejected: [{ messageId: 'a' }] }]);

    const posted = await postBatch({ url, key: 'k' }, [{}, {}, {}]);

    expect(posted).toEqual({ accepted: 2, rejected: [{ messageId: 'a' }] });
    expect(asked.map((request) => [request.url, request.headers.authorization])).toEqual([
      ['/v1/batch', `Basic ${btoa('k:')}`],
    ]);
  });

  it('asks a busy collector again', async () => {
    const { url, asked } = await answering([503, {}], [200, { accepted: 1 }]);

    expect(await postBatch({ url, key: 'k' }, [{}])).toEqual({ accepted: 1, rejected: [] });
    expect(asked).toHaveLength(2);
  });

  it('gives up at once when the key is wrong', async () => {
    const { url, asked } = await answering([401, { message: 'unknown write key' }]);

    await expect(postBatch({ url, key: 'k' }, [{}])).rejects.toThrow('the collector answered 401');
    expect(asked).toHaveLength(1);
  });
});
