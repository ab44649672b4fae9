import * as z from 'zod';
import { CommandError } from '../command.ts';
import { problemText } from '../terminal/refusal-text.ts';

const errorSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    pointer: z.string().optional(),
    allowed: z.unknown().optional(),
  }),
});
export type AdminProblem = z.infer<typeof errorSchema>['error'] & { readonly status: number };

export type AdminReply<Body> =
  | { readonly status: 'ok'; readonly body: Body }
  | { readonly status: 'refused'; readonly problem: AdminProblem };

export type AdminCall = {
  readonly method?: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
};

/** Calls of the admin API by path under `/admin/v1`; what it answers is parsed with the schema. */
export type AdminClient = {
  readonly url: string;
  call<Body>(schema: z.ZodType<Body>, call: AdminCall): Promise<AdminReply<Body>>;
};

export function adminClient({ url, token }: { url: string; token: string }): AdminClient {
  return {
    url,
    call: async (schema, { method = 'GET', path, body }) => {
      const response = await send(`${url}/admin/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
      });
      const text = await response.text();
      if (response.ok) return { status: 'ok', body: schema.parse(JSON.parse(text)) };
      return { status: 'refused', problem: problemOf(response.status, text) };
    },
  };
}

async function send(url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, request);
  } catch (cause) {
    throw new CommandError(
      `nothing answers at ${new URL(url).origin}; is the cloud running? Start one with \`npm start\``,
      {
        cause,
      },
    );
  }
}

function problemOf(status: number, text: string): AdminProblem {
  const parsed = errorSchema.safeParse(jsonOf(text));
  if (parsed.success) return { status, ...parsed.data.error };
  return {
    status,
    code: 'unexpected',
    message: hints[status] ?? `the cloud answered ${status}: ${text.slice(0, 200)}`,
  };
}

// what an authorizer answers has another shape
const hints: Readonly<Record<number, string>> = {
  401: 'the token is not accepted; leave --token away for the local cloud, or sign in again',
  403: 'the token does not allow this; it needs another scope',
};

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON: not an answer of the admin API
  }
}

/** The body of a reply that must succeed. */
export function bodyOf<Body>(reply: AdminReply<Body>): Body {
  if (reply.status === 'ok') return reply.body;
  throw new CommandError(problemText(reply.problem));
}

const pageOf = <Item>(item: z.ZodType<Item>) =>
  z.object({ items: z.array(item), cursor: z.string().optional() });

type Query = Readonly<Record<string, string | undefined>>;

/** What is undefined is not asked for. */
export function queryText(query: Query): string {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) asked.set(name, value);
  return asked.toString();
}

/** Every item of a list, page by page, until there are `most`. */
export async function listAll<Item>(
  admin: AdminClient,
  item: z.ZodType<Item>,
  { path, query: asked, most }: { path: string; query?: Query; most: number },
): Promise<{ readonly items: readonly Item[]; readonly isComplete: boolean }> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const limit = String(Math.min(most - items.length, 1_000));
    const query = queryText({ ...asked, limit, cursor });
    const page = bodyOf(await admin.call(pageOf(item), { path: `${path}?${query}` }));
    items.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined && items.length < most);
  return { items, isComplete: cursor === undefined };
}
