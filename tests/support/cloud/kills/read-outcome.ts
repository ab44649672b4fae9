import * as z from 'zod';
import { type Simulation, simulateShop } from '../../../../examples/shop/traffic/simulate.ts';
import { type AdminClient, adminClient, bodyOf, listAll } from '../../../../infra/cli/cloud/admin-client.ts';
import type { Reached } from './mortal-cloud.ts';

const profileSchema = z.object({
  identifiers: z.array(z.object({ type: z.string(), value: z.string() })),
  traits: z.record(z.string(), z.unknown()),
  segments: z.array(z.object({ id: z.string(), since: z.string() })),
});
const idSchema = z.object({ id: z.string() });
// with parameters it has no members
const segmentSchema = idSchema.extend({ parameters: z.array(z.string()).optional() });
const memberSchema = z.object({ profileId: z.string() });
const runSchema = z.object({ profileId: z.string(), status: z.string(), enteredAt: z.string() });
const sendSchema = z.object({
  sendId: z.string(),
  profileId: z.string(),
  journey: z.string(),
  step: z.string(),
  state: z.string(),
});
const acceptedSchema = z.object({ items: z.array(z.object({ sendId: z.string() })) });
type Send = z.infer<typeof sendSchema>;

/** What came of a run, in words that do not depend on it: people by their identifiers, not by ids that were made up. */
export type Outcome = {
  readonly profiles: readonly string[];
  readonly members: readonly string[];
  readonly entries: readonly string[];
  /** The states of the messages of each person, journey and step. */
  readonly sends: ReadonlyMap<string, readonly Send[]>;
  /** How often each message was accepted by a provider. */
  readonly accepted: ReadonlyMap<string, number>;
};

const most = 1_000_000;

export async function readOutcome(reached: Reached, simulation: Simulation): Promise<Outcome> {
  const { publicUrl: url, adminToken: token, awsUrl } = reached;
  const admin = adminClient({ url, token });
  const people = new People(admin);
  const segments = await list(admin, segmentSchema, '/segments');
  const journeys = await list(admin, idSchema, '/journeys');
  const members: string[] = [];
  for (const { id } of segments.filter(({ parameters }) => parameters === undefined))
    for (const { profileId } of await list(admin, memberSchema, `/segments/${id}/members`))
      members.push(`${id}: ${await people.nameOf(profileId)}`);
  const entries: string[] = [];
  const sends = new Map<string, Send[]>();
  for (const { id } of journeys) {
    for (const { profileId, status, enteredAt } of await list(admin, runSchema, `/journeys/${id}/runs`))
      entries.push(`${id}: ${await people.nameOf(profileId)} at ${enteredAt} ${status}`);
    const { items } = await listAll(admin, sendSchema, { path: '/messages', query: { journey: id }, most });
    for (const send of items) {
      const name = `${id} ${send.step}: ${await people.nameOf(send.profileId)}`;
      sends.set(name, [...(sends.get(name) ?? []), send]);
    }
  }
  const response = await fetch(`${awsUrl}/_local/messages`);
  const { items } = acceptedSchema.parse(await response.json());
  const accepted = Map.groupBy(items, ({ sendId }) => sendId);
  return {
    profiles: await people.all(simulation),
    members: members.sort(),
    entries: entries.sort(),
    sends,
    accepted: new Map([...accepted].map(([sendId, all]) => [sendId, all.length])),
  };
}

const list = async <Item>(admin: AdminClient, schema: z.ZodType<Item>, path: string) =>
  (await listAll(admin, schema, { path, most })).items;

class People {
  readonly #admin: AdminClient;
  readonly #names = new Map<string, Promise<string>>();

  constructor(admin: AdminClient) {
    this.#admin = admin;
  }

  nameOf(profileId: string): Promise<string> {
    const known = this.#names.get(profileId);
    if (known !== undefined) return known;
    const name = this.#load(`id=${profileId}`).then(({ identifiers }) => identifiersText(identifiers));
    this.#names.set(profileId, name);
    return name;
  }

  /** Everyone who took part, by each identifier. */
  async all(simulation: Simulation): Promise<string[]> {
    const queries = simulateShop(simulation).flatMap(({ userId, anonymousId }) => [
      ...(userId === undefined ? [] : [`userId=${userId}`]),
      ...(anonymousId === undefined ? [] : [`anonymousId=${anonymousId}`]),
    ]);
    const found = [...new Set(queries)].sort().map(async (query) => {
      const { identifiers, traits, segments } = await this.#load(query);
      const sorted = Object.fromEntries(Object.entries(traits).sort());
      const memberships = segments.map(({ id, since }) => `${id} since ${since}`).sort();
      return `${query}: ${identifiersText(identifiers)} ${JSON.stringify(sorted)} ${memberships.join(', ')}`;
    });
    return Promise.all(found);
  }

  async #load(query: string): Promise<z.infer<typeof profileSchema>> {
    return bodyOf(await this.#admin.call(profileSchema, { path: `/profiles?${query}` }));
  }
}

function identifiersText(identifiers: z.infer<typeof profileSchema>['identifiers']): string {
  return identifiers
    .map(({ type, value }) => `${type}:${value}`)
    .sort()
    .join(' ');
}
