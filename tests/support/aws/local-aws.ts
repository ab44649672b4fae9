import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import http2 from 'node:http2';
import net, { type AddressInfo, type Socket } from 'node:net';
import type { AwsRequest, AwsService } from '../../../infra/local/protocols/service.ts';

/** What every SDK client of a test is made with. */
export type LocalAws = {
  readonly config: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: 1;
  };
  close(): Promise<void>;
};

/** Serves AWS services on a port of their own, in HTTP/1.1 and in the HTTP/2 that the Kinesis client begins with. */
export async function serveAws(services: readonly AwsService[]): Promise<LocalAws> {
  const sockets = new Set<Socket>();
  const listener = (request: IncomingMessage, response: ServerResponse): void =>
    void answer(services, request, response);
  const h1 = http.createServer(listener);
  // node's compatibility layer gives HTTP/2 requests the same shape
  const h2 = http2.createServer(listener as never);
  const server = net.createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('readable', () => {
      const first: Buffer | null = socket.read();
      if (first === null) return;
      socket.unshift(first);
      (first.toString('latin1', 0, 3) === 'PRI' ? h2 : h1).emit('connection', socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // a listening TCP server has an address with a port
  const { port } = server.address() as AddressInfo;
  return {
    config: {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      for (const service of services) await service.close?.();
    },
  };
}

async function answer(services: readonly AwsService[], request: IncomingMessage, response: ServerResponse) {
  const service = services.find((candidate) => candidate.name === serviceOf(request));
  if (service === undefined) throw new Error(`no service for ${request.headers.authorization}`);
  const { status, headers, body } = await service.handle(await readRequest(request));
  response.writeHead(status, headers);
  response.end(body);
}

function serviceOf(request: IncomingMessage): string | undefined {
  return /Credential=[^/]+\/[^/]+\/[^/]+\/([^/]+)/.exec(request.headers.authorization ?? '')?.[1];
}

async function readRequest(request: IncomingMessage): Promise<AwsRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  // not parsed as a URL: that would resolve the dots in a path
  const [path = '/', query] = (request.url ?? '/').split('?', 2);
  return {
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    ),
    body: Buffer.concat(chunks),
    accessKeyId: 'test',
  };
}
