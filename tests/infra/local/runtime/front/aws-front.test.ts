import { request as httpRequest } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import type { AwsError, AwsRequest, AwsService } from '../../../../../infra/local/protocols/service.ts';
import { createAwsFront } from '../../../../../infra/local/runtime/front/aws-front.ts';
import { createDualServer, type DualServer } from '../../../../../infra/local/runtime/front/dual-server.ts';

const signature = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=shop-store/20261121/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

const servers: DualServer[] = [];

async function serve() {
  const requests: AwsRequest[] = [];
  const handle = async (request: AwsRequest) => {
    requests.push(request);
    return { status: 200, headers: { 'x-service': 's3' }, body: 'done' };
  };
  const refuse = ({ code }: AwsError) => ({ status: 403, body: code });
  const services = new Map<string, AwsService>([['s3', { name: 's3', handle, refuse }]]);
  const front = createAwsFront({ services, now: () => Date.UTC(2030, 0, 1), onCall: () => {} });
  const server = createDualServer((request, response) => void front.handle(request, response));
  servers.push(server);
  return { requests, port: await server.listen(0, '127.0.0.1') };
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

describe('the AWS endpoint', () => {
  it('hands a call to the service of its credential scope, byte by byte', async () => {
    const { port, requests } = await serve();
    const path = '/bucket/a/../b%20c?x-id=PutObject';
    const headers = { authorization: signature('s3') };

    // fetch would resolve the dots of the key
    const answer = await new Promise<string>((resolve, reject) => {
      const request = httpRequest({ host: '127.0.0.1', port, path, method: 'PUT', headers }, (response) => {
        text(response).then(resolve, reject);
      });
      request.end(Buffer.from([0, 255]));
    });

    expect(answer).toBe('done');
    expect(requests[0]).toMatchObject({
      method: 'PUT',
      path: '/bucket/a/../b%20c',
      body: Buffer.from([0, 255]),
      accessKeyId: 'shop-store',
    });
    expect(requests[0]?.query.get('x-id')).toBe('PutObject');
  });

  it('speaks HTTP/2 without TLS on the same port', async () => {
    const { port, requests } = await serve();
    const session = connectHttp2(`http://127.0.0.1:${port}`);
    const stream = session.request({ ':method': 'POST', ':path': '/', authorization: signature('s3') });
    stream.end('{}');

    const answer = await text(stream);
    session.close();

    expect(answer).toBe('done');
    expect(requests[0]?.body.toString()).toBe('{}');
    expect(Object.keys(requests[0]?.headers ?? {})).toEqual(['authorization']);
  });

  it('tells the virtual time, by which SDKs set their own clock', async () => {
    const { port } = await serve();

    const { headers } = await fetch(`http://127.0.0.1:${port}/`, {
      headers: { authorization: signature('s3') },
    });

    expect(headers.get('date')).toBe('Tue, 01 Jan 2030 00:00:00 GMT');
  });

  it.each([
    [{ authorization: signature('sqs') }, 501, 'the local cloud has no service "sqs", only s3'],
    [{}, 404, 'no signed AWS call'],
  ])('says what it does not have: %j', async (headers, status, message) => {
    const { port } = await serve();

    const response = await fetch(`http://127.0.0.1:${port}/`, { headers });

    expect(response.status).toBe(status);
    expect((await response.json()) as object).toMatchObject({ message: expect.stringContaining(message) });
  });

  it('survives a caller that dies in the middle of a call', async () => {
    const { port, requests } = await serve();
    const session = connectHttp2(`http://127.0.0.1:${port}`);
    const stream = session.request({ ':method': 'POST', ':path': '/', authorization: signature('s3') });
    stream.on('error', () => {});
    await new Promise<void>((written) => stream.write('{', () => written()));

    session.destroy();
    const after = await fetch(`http://127.0.0.1:${port}/`, { headers: { authorization: signature('s3') } });

    expect(after.status).toBe(200);
    expect(requests).toHaveLength(1);
  });
});
