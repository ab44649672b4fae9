import * as z from 'zod';
import { CommandError } from '../command.ts';
import { type AdminClient, adminClient } from './admin-client.ts';

export const defaultAwsUrl = 'http://127.0.0.1:4566';

const healthSchema = z.object({ status: z.string(), publicUrl: z.url(), adminToken: z.string() });

export type Connection = {
  readonly url?: string | undefined;
  readonly token?: string | undefined;
  readonly local?: string | undefined;
};

/** The admin API named by --url and --token, else that of the local cloud, which tells both itself. */
export async function connect({ url, token, local = defaultAwsUrl }: Connection): Promise<AdminClient> {
  if (url !== undefined && token !== undefined) return adminClient({ url: url.replace(/\/+$/, ''), token });
  if (url !== undefined)
    throw new CommandError('--url needs --token: an access token with the scopes read and write');
  const health = await readHealth(local);
  return adminClient({ url: health.publicUrl.replace(/\/+$/, ''), token: token ?? health.adminToken });
}

async function readHealth(local: string): Promise<z.infer<typeof healthSchema>> {
  let response: Response;
  try {
    response = await fetch(`${local}/_local/health`);
  } catch (cause) {
    throw new CommandError(
      `no local cloud answers at ${local}; start it with \`npm start\`, say where it is with --local, or name a deployed one with --url and --token`,
      { cause },
    );
  }
  const health = healthSchema.safeParse(await response.json());
  if (!health.success) throw new CommandError(`what answers at ${local} is no local cloud; check --local`);
  if (health.data.status === 'ready') return health.data;
  throw new CommandError(`the local cloud is ${health.data.status}; try again in a moment`);
}
