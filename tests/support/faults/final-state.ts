import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { Story } from './play-story.ts';
import { journeys, segments } from './story-definitions.ts';

const profileSchema = z.object({
  profileId: z.string(),
  identifiers: z.array(z.object({ type: z.string(), value: z.string() })),
  traits: z.record(z.string(), z.unknown()),
  segments: z.array(z.object({ id: z.string() })),
  consents: z.array(z.object({ channel: z.string(), topic: z.string(), status: z.string() })),
  journeys: z.array(z.object({ id: z.string(), entries: z.number(), running: z.boolean() })),
  mergeLog: z.array(z.object({ rule: z.string() })),
});
const runSchema = z.object({ profileId: z.string(), status: z.string(), reason: z.string().optional() });
const sendSchema = z.object({
  ...{ journey: z.string(), step: z.string(), state: z.string(), sendId: z.string() },
  reason: z.string().optional(),
});
const memberSchema = z.object({ profileId: z.string() });
const listOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) });

/** What is left of a story, with the person's name taken out: equal for everybody. */
export type FinalState = {
  readonly profile: object;
  readonly runs: readonly string[];
  /** One line a send: journey, step, how often a provider accepted it, what the ledger says. */
  readonly sends: readonly string[];
  readonly accepted: number;
  /** The lists the person was on, before the journeys and in the end. */
  readonly memberships: readonly (readonly string[])[];
};

export async function readState(story: Story): Promise<Omit<FinalState, 'memberships'>> {
  const { shop, client, email, phone } = story;
  const { profileId, ...profile } = await readProfile(story);
  const { items: sends } = listOf(sendSchema).parse(await client.admin(`/messages?profileId=${profileId}`));
  const messages = [email, phone].flatMap((to) => shop.cloud.messages({ to }));
  const lines = sends.map(({ sendId, journey, step, state, reason = '' }) => {
    const times = messages.filter((message) => message.sendId === sendId).length;
    return `${journey} ${step} accepted ${times} ${state} ${reason}`.trim();
  });
  return {
    profile,
    runs: await readRuns(story, profileId),
    sends: lines.sort(),
    accepted: messages.length,
  };
}

/** What a fault changed that it must not: a message is accepted once at most, and only whether it was may be unknown. */
export function differences(state: FinalState, expected: FinalState): readonly string[] {
  const { sends, accepted, ...rest } = state;
  const { sends: expectedSends, accepted: _, ...expectedRest } = expected;
  const known = sends.reduce((sum, send) => sum + Number(/accepted (\d+)/.exec(send)?.[1]), 0);
  const found = {
    [`${JSON.stringify(rest)} instead of ${JSON.stringify(expectedRest)}`]: !isDeepStrictEqual(
      rest,
      expectedRest,
    ),
    [`${sends.length} sends: ${sends.join(', ')}`]: sends.length !== expectedSends.length,
    [`${accepted} messages accepted, the ledger knows ${known}`]: accepted !== known,
  };
  const wrongSends = sends.filter((send, index) => !isPossible(send, expectedSends[index] ?? ''));
  return [...Object.keys(found).filter((difference) => found[difference]), ...wrongSends];
}

function isPossible(send: string, expected: string): boolean {
  const inDoubt = [0, 1].map((times) => expected.replace('accepted 1 SENT', `accepted ${times} UNKNOWN`));
  return send === expected || inDoubt.includes(send);
}

export async function readMemberships(story: Story): Promise<string[]> {
  const { profileId } = await readProfile(story);
  const lists = Object.keys(segments).map(async (id) => {
    const answer = await story.client.admin(`/segments/${id}/members?limit=1000`);
    const { items } = listOf(memberSchema).parse(answer);
    return items.some((member) => member.profileId === profileId) ? [id] : [];
  });
  return (await Promise.all(lists)).flat();
}

async function readProfile({ client, person }: Story) {
  const json = JSON.stringify(await client.admin(`/profiles?userId=${person}-user`));
  const { profileId, ...view } = profileSchema.parse(JSON.parse(json.replaceAll(person, 'person')));
  const identifiers = view.identifiers.map(
    ({ type, value }) => `${type} ${value.replace(/^\+\d+$/, 'phone')}`,
  );
  const { phone: _, ...traits } = view.traits;
  // entered at once, in either order
  const journeys = view.journeys.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return { ...view, profileId, traits, identifiers: identifiers.sort(), journeys };
}

// the newest come first, so the first page has them
async function readRuns({ client }: Story, profileId: string): Promise<string[]> {
  const lists = Object.keys(journeys).map(async (id) => {
    const { items } = listOf(runSchema).parse(await client.admin(`/journeys/${id}/runs`));
    const own = items.filter((run) => run.profileId === profileId);
    return own.map(({ status, reason = '' }) => `${id} ${status} ${reason}`);
  });
  return (await Promise.all(lists)).flat();
}
