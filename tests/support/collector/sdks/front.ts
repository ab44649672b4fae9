import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const mishaps = ['a 503', 'a connection dropped before', 'a connection dropped after'] as const;
export type Mishap = (typeof mishaps)[number];

type Post = { readonly path: string; readonly status: number };
type Exchange = { readonly incoming: IncomingMessage; readonly answer: ServerResponse; readonly to: URL };

/** What stands between an SDK and the collector: it passes everything on, notes how posts end, and breaks what it is told to. */
export type Front = {
  readonly url: string;
  /** status 0 is a connection that was dropped */
  readonly posts: readonly Post[];
  breakNext(mishap: Mishap): void;
  /** Resolves once as many posts as given were answered with 200 since the number given. */
  stored(count: number, since: number): Promise<void>;
  close(): Promise<void>;
};

const causes: Record<Mishap, (exchange: Exchange) => void> = {
  'a 503': ({ incoming, answer }) => {
    incoming.resume();
    answer.writeHead(503, { ...corsOf(incoming), 'content-type': 'application/json', 'retry-after': '1' });
    answer.end('{"success":false,"code":"unavailable"}');
  },
  'a connection dropped before': ({ incoming }) => incoming.socket.destroy(),
  // the collector has stored the events, and nobody is told
  'a connection dropped after': (exchange) =>
    pass(exchange, (upstream) => upstream.resume().on('end', () => exchange.incoming.socket.destroy())),
};

export async function startFront(target: string): Promise<Front> {
  const to = new URL(target);
  const posts: Post[] = [];
  const due: Mishap[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((incoming, answer) => {
    const exchange = { incoming, answer, to };
    const relayed = () => pass(exchange, (upstream) => relay(upstream, answer));
    if (incoming.method !== 'POST') return relayed();
    answer.on('close', () => {
      posts.push({ path: incoming.url ?? '', status: answer.headersSent ? answer.statusCode : 0 });
      for (const check of waiting) check();
    });
    const mishap = due.shift();
    return mishap === undefined ? relayed() : causes[mishap](exchange);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    url: `http://127.0.0.1:${port}`,
    posts,
    breakNext: (mishap) => due.push(mishap),
    stored: (count, since) =>
      new Promise((resolve) => {
        const check = () => {
          if (posts.slice(since).filter(({ status }) => status === 200).length < count) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function pass({ incoming, answer, to }: Exchange, then: (upstream: IncomingMessage) => void): void {
  const { method, url: path, headers } = incoming;
  const upstream = request({ host: to.hostname, port: to.port, method, path, headers }, then);
  upstream.on('error', () => answer.destroy());
  incoming.pipe(upstream);
}

function relay(upstream: IncomingMessage, answer: ServerResponse): void {
  answer.writeHead(upstream.statusCode ?? 502, upstream.headers);
  upstream.pipe(answer);
}

/** As the collector does it: without these a page could not tell a 503 from a broken network. */
function corsOf({ headers: { origin } }: IncomingMessage): Record<string, string> {
  if (origin === undefined) return {};
  return { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' };
}
