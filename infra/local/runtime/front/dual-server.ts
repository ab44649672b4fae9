import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttp2Server, type Http2Server } from 'node:http2';
import { createServer as createTcpServer, type Socket } from 'node:net';

export type DualServer = {
  listen(port: number, host: string): Promise<number>;
  close(): Promise<void>;
};

/** One port for HTTP/1.1 and for HTTP/2 without TLS, which the SDK's Kinesis client speaks to `http://` endpoints. */
export function createDualServer(listener: RequestListener): DualServer {
  // a connection that ends just when an SDK uses it again would fail the call
  const http1 = createServer({ keepAliveTimeout: 0 }, listener);
  const http2 = createHttp2Server({ settings: { maxConcurrentStreams: 1000 } });
  // Node's compatibility API makes both look alike to a listener that only uses what both have
  http2.on('request', listener as never);
  const sockets = new Set<Socket>();
  const tcp = createTcpServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('readable', () => handOver(socket, http1, http2));
  });
  return {
    listen: (port, host) => listen(tcp, port, host),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => tcp.close(closed));
    },
  };
}

// the HTTP/2 preface begins with "PRI", which no HTTP/1 request does
function handOver(socket: Socket, http1: Server, http2: Http2Server): void {
  const first: Buffer | null = socket.read();
  if (first === null) return void socket.destroy();
  socket.unshift(first);
  const target = first.subarray(0, 3).toString('latin1') === 'PRI' ? http2 : http1;
  target.emit('connection', socket);
}

function listen(server: ReturnType<typeof createTcpServer>, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
