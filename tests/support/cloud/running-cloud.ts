import * as z from 'zod';
import type { StreamEvent } from '../../../events/stream-event.ts';
import type { ProfileView } from '../../../functions/profiles/read-profile.ts';
import { adminClient, bodyOf } from '../../../infra/cli/cloud/admin-client.ts';
import { type Cloud, startCloud } from '../../../infra/local/cloud.ts';
import { type Item, scanTable } from '../../../infra/local/demo/scan-table.ts';
import { type SeededSource, seedCloud } from '../../../infra/local/demo/seed.ts';
import { unpackHot } from '../../../shared/profiles/codec/hot-codec.ts';
import type { ColdPart } from '../../../shared/profiles/profile.ts';
import { decodeChunk } from '../../../shared/profiles/timeline/timeline-chunk.ts';
import { assemblyFolder } from './assembly.ts';
import { keptTimeline } from './kept-timeline.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

type Answer = { readonly status: number; readonly body: Record<string, unknown> };
type Member = { readonly profileId: string };

export type SentMessage = {
  readonly channel: string;
  readonly to: string;
  readonly sendId: string;
  readonly subject?: string;
  readonly text?: string;
  readonly html?: string;
  readonly headers: Record<string, string>;
};
export type LedgerEntry = {
  readonly sendId: string;
  readonly profileId: string;
  readonly state: string;
  readonly reason?: string;
};
export type RunEntry = {
  readonly entryId: string;
  readonly profileId: string;
  readonly status: string;
  readonly reason?: string;
};

/** The whole system as a scenario meets it: HTTP in, the admin API out, and the control surface. Everything is in memory, unless a folder is given. */
export class RunningCloud {
  readonly cloud: Cloud;
  readonly sources: readonly SeededSource[];

  private constructor(cloud: Cloud, sources: readonly SeededSource[]) {
    this.cloud = cloud;
    this.sources = sources;
  }

  static async start(
    segments: readonly { readonly id: string; readonly where: object }[] = [],
    assembly = assemblyFolder,
    dataDir?: string,
  ): Promise<RunningCloud> {
    const cloud = await startCloud({ assembly, port: 0, awsPort: 0, dataDir });
    const sources = await seedCloud(adminClient({ url: cloud.publicUrl, token: cloud.adminToken }));
    cloud.setSources(sources);
    const running = new RunningCloud(cloud, sources);
    for (const { id, ...segment } of segments) await running.publish(id, segment);
    return running;
  }

  now(): number {
    return this.cloud.clock.now();
  }

  async publish(id: string, definition: object, kind = 'segments'): Promise<void> {
    bodyOf(await this.#admin({ method: 'PUT', path: `/${kind}/${id}`, body: definition }));
  }

  /** Posts to the collector as the server source, unless other headers are given; the body goes as it is when it is text. */
  async post(
    path: string,
    body: unknown,
    headers: Record<string, string> = this.serverKey(),
  ): Promise<Answer> {
    const response = await fetch(`${this.cloud.publicUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, body: z.record(z.string(), z.unknown()).parse(await response.json()) };
  }

  serverKey(): Record<string, string> {
    const key = this.sources.find(({ kind }) => kind === 'server')?.writeKey ?? '';
    return { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` };
  }

  /** Sends one batch and waits until everything it caused is done. */
  async send(...batch: readonly object[]): Promise<Answer> {
    const answer = await this.post('/v1/batch', { batch });
    await this.cloud.drain();
    return answer;
  }

  async profile(query: string): Promise<ProfileView | undefined> {
    const reply = await this.#admin({ path: `/profiles?${query}` });
    if (reply.status === 'refused' && reply.problem.status === 404) return undefined;
    // built by the same type on the other side; a scenario checks its content
    return bodyOf(reply) as ProfileView;
  }

  async members(segment: string): Promise<string[]> {
    const ids: string[] = [];
    let path: string | undefined = `/segments/${segment}/members?limit=1000`;
    while (path !== undefined) {
      const page = bodyOf(await this.#admin({ path })) as { items: Member[]; cursor?: string }; // as above
      ids.push(...page.items.map(({ profileId }) => profileId));
      path = page.cursor && `/segments/${segment}/members?limit=1000&cursor=${page.cursor}`;
    }
    return ids.sort();
  }

  /** The user id of each profile that has one. */
  async userIds(): Promise<Map<string, string>> {
    const ids = new Map<string, string>();
    for await (const item of scanTable(this.cloud.awsUrl, 'Profiles')) {
      const userId = coldIn(item)?.identifiers.find(({ type }) => type === 'user_id');
      if (userId) ids.set(item.node?.S ?? '', userId.value);
    }
    return ids;
  }

  /** What the providers accepted, oldest first. */
  async sent(query = ''): Promise<SentMessage[]> {
    const response = await fetch(`${this.cloud.awsUrl}/_local/messages?${query}`);
    const { items } = (await response.json()) as { items: SentMessage[] }; // checked by what scenarios expect of it
    return items;
  }

  /** What the ledger says of a journey's sends. */
  async ledger(journey: string): Promise<LedgerEntry[]> {
    const { items } = bodyOf(await this.#admin({ path: `/messages?journey=${journey}` })) as {
      items: LedgerEntry[];
    }; // as above
    return items;
  }

  async runs(journey: string): Promise<RunEntry[]> {
    const { items } = bodyOf(await this.#admin({ path: `/journeys/${journey}/runs` })) as {
      items: RunEntry[];
    }; // as above
    return items;
  }

  /** Everything the timeline keeps of a profile, oldest first. */
  async timeline(profileId: string): Promise<StreamEvent[]> {
    const events = await keptTimeline(this.cloud.awsUrl, profileId);
    return events.sort((a, b) => a.timestamp.localeCompare(b.timestamp));
  }

  /** Every chunk of the timeline, by profile: those that writes left behind that lost their race, too. */
  async timelines(): Promise<Map<string, StreamEvent[]>> {
    const timelines = new Map<string, StreamEvent[]>();
    for await (const { profileId, ...item } of scanTable(this.cloud.awsUrl, 'Timeline')) {
      const fields = Object.entries(item).map(([name, { S, N, B = '' }]) => [
        name,
        S ?? (N === undefined ? Buffer.from(B, 'base64') : Number(N)),
      ]);
      const owner = profileId?.S ?? '';
      const events = timelines.get(owner) ?? [];
      timelines.set(owner, [...events, ...decodeChunk(Object.fromEntries(fields))]);
    }
    return timelines;
  }

  /** The codes in FailedEvents, sorted. */
  async failedCodes(): Promise<string[]> {
    const codes: string[] = [];
    for await (const { code } of scanTable(this.cloud.awsUrl, 'FailedEvents')) codes.push(code?.S ?? '');
    return codes.sort();
  }

  /** How often an operation was called on a table since the start, counted at the wire. */
  count(operation: string, table: string): number {
    return this.cloud
      .operations()
      .filter((counted) => counted.operation === operation && counted.resource.includes(table))
      .reduce((sum, { count }) => sum + count, 0);
  }

  /** Ends the cloud; throws when the shipped policies denied anything. */
  async stop(): Promise<void> {
    const { denials } = this.cloud.iam();
    await this.cloud.stop();
    if (denials.length > 0) throw new Error(`denied: ${denials.map(({ message }) => message).join('\n')}`);
  }

  #admin(call: { method?: 'PUT'; path: string; body?: unknown }) {
    const { publicUrl: url, adminToken: token } = this.cloud;
    return adminClient({ url, token }).call(z.unknown(), call);
  }
}

/** The cold part that an item of the Profiles table holds, beside its hot part or alone. */
function coldIn({ node, part, hot, body }: Item): ColdPart | undefined {
  if (hot?.B !== undefined) return unpackHot(node?.S ?? '', Buffer.from(hot.B, 'base64')).cold;
  return part?.S === 'traits' ? JSON.parse(body?.S ?? '') : undefined; // as its write stored it
}
