import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpServer, type HttpServerOptions } from '../http/http-server.ts';
import { createDualServer } from './dual-server.ts';
import { listenOn } from './port-taken.ts';

export type Handlers = {
  readonly aws: RequestListener;
  readonly publicHttp: HttpServerOptions['handle'];
};

/** The two ports of the local cloud; calls wait until there is something that can handle them. */
export type Servers = {
  readonly publicUrl: string;
  readonly awsUrl: string;
  serve(handlers: Handlers): void;
  close(): Promise<void>;
};

// nobody else on the network may call in
const host = '127.0.0.1';

export async function startServers(ports: {
  port: number;
  awsPort: number;
  now: () => number;
}): Promise<Servers> {
  const { promise: handlers, resolve: serve } = Promise.withResolvers<Handlers>();
  const aws = createDualServer(async (request, response) => (await handlers).aws(request, response));
  const publicServer = createHttpServer({
    now: ports.now,
    handle: async (request) => (await handlers).publicHttp(request),
  });
  const awsPort = await listenOn(aws.listen(ports.awsPort, host), ports.awsPort, '--aws-port');
  const close = async (): Promise<void> => {
    await aws.close();
    publicServer.closeAllConnections();
    await new Promise((closed) => publicServer.close(closed));
  };
  try {
    const port = await listenOn(listen(publicServer, ports.port), ports.port, '--port');
    return { publicUrl: `http://${host}:${port}`, awsUrl: `http://${host}:${awsPort}`, serve, close };
  } catch (error) {
    await aws.close();
    throw error;
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port)); // it listens on TCP
  });
}
