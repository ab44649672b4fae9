import { toAttributes } from '../../../functions/aws/dynamo-items.ts';
import { type AttributeValue, itemBytes } from '../../../infra/local/dynamodb/storage/item.ts';
import { packHot, unpackHot } from '../../../shared/profiles/codec/hot-codec.ts';
import type { Profile } from '../../../shared/profiles/profile.ts';
import { ProfileWorld } from '../../support/profiles/profile-world.ts';
import { benchmark } from '../benchmark.ts';
import { figureOf, measureInTurns, type Rounds, roundSizes } from '../measuring/rounds.ts';
import { shopDefinitions, shopEvent } from './shop.ts';

const MINUTES_BETWEEN = 37;

const modelled = [
  'one profile of the example shop after so many events, 37 minutes from one to the next',
  'bytes as DynamoDB counts them: the packed part, JSON in one text, and a map of maps, lists and numbers',
  'microseconds: a profile to what the SDK is given, and back; in turns in one process',
];

/** What the packed hot part saves, and what packing takes. */
export const codec = benchmark({
  about: 'bytes and microseconds of a packed profile, beside JSON and a map of DynamoDB',
  sizes: roundSizes(100),
  run: async (sizes) => ({
    modelled,
    visitor: await measure(await profileAfter(10), sizes),
    customer: await measure(await profileAfter(200), sizes),
    regular: await measure(await profileAfter(2_000), sizes),
  }),
});

async function profileAfter(events: number): Promise<Profile> {
  const world = new ProfileWorld(shopDefinitions);
  for (let number = 0; number < events; number += 1) {
    world.now += MINUTES_BETWEEN * 60_000;
    await world.post(world.event(shopEvent('anna', number)));
  }
  const [profile] = world.roots();
  if (!profile) throw new Error('the events made no profile');
  return profile;
}

async function measure(profile: Profile, rounds: Omit<Rounds, 'events'>) {
  const [packed, json, map] = [packHot(profile), JSON.stringify(plain(profile)), marshalled(plain(profile))];
  const costs = await measureInTurns(
    {
      packed: () => unpackHot(profile.id, packHot(profile)),
      json: () => JSON.parse(JSON.stringify(plain(profile))),
      map: () => unmarshalled(marshalled(plain(profile))),
    },
    { ...rounds, events: 1 },
  );
  const figure = (name: keyof typeof costs, bytes: number) => ({
    bytes,
    microseconds: figureOf(costs[name]).microseconds,
  });
  return {
    packed: figure('packed', itemBytes({ hot: { B: Buffer.from(packed).toString('base64') } })),
    json: figure('json', itemBytes(toAttributes({ hot: json }) as { hot: AttributeValue })), // a text, no bytes
    map: figure('map', itemBytes({ hot: map })),
  };
}

/** Sets and maps as the objects and lists that JSON knows. */
function plain(value: unknown): unknown {
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([key, content]) => [key, plain(content)]));
  if (value instanceof Set || Array.isArray(value)) return [...value].map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const known = Object.entries(value).filter(([, content]) => content !== undefined);
  return Object.fromEntries(known.map(([key, content]) => [key, plain(content)]));
}

function marshalled(value: unknown): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(marshalled) };
  if (typeof value !== 'object' || value === null) return { NULL: true };
  return {
    M: Object.fromEntries(Object.entries(value).map(([key, content]) => [key, marshalled(content)])),
  };
}

function unmarshalled({ S, N, BOOL, L, M }: AttributeValue): unknown {
  if (S !== undefined) return S;
  if (N !== undefined) return Number(N);
  if (L !== undefined) return L.map(unmarshalled);
  if (M === undefined) return BOOL ?? null;
  return Object.fromEntries(Object.entries(M).map(([key, content]) => [key, unmarshalled(content)]));
}
