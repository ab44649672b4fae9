import { createSecretKey } from 'node:crypto';
import { compileRules, type LiveRules } from '../../../shared/definitions/live-rules.ts';
import { linkOf, nodeKey } from '../../../shared/identity/node-key.ts';
import { dueMinute } from '../../../shared/profiles/memberships/timer.ts';
import { newProfile, type Profile } from '../../../shared/profiles/profile.ts';
import { observe } from '../../../shared/segments/windows/observe.ts';
import { randomFrom } from '../measuring/random.ts';
import { eventNames, segments } from './segments.ts';

export const NOW = Date.parse('2026-11-01T12:34:56.789Z');
export const PEOPLE = 1_000;
const DAY = 86_400_000;

export const identityKey = createSecretKey('an identity key of 32 characters', 'utf8');

export const anonymousId = (person: number): string => `anon-${person}`;

export const rules: LiveRules = compileRules({
  number: 1,
  definitions: segments.map((body) => ({ kind: 'segment', id: body.id, version: 1, since: 1, body })),
});

/** People with a year of history of ten events and the traits the fifty rules ask for, already evaluated once. */
export function* people(): Generator<Profile> {
  const random = randomFrom(3);
  const pick = <Value>(values: readonly [Value, ...Value[]]): Value =>
    values[Math.floor(random() * values.length)] ?? values[0];
  for (let person = 0; person < PEOPLE; person += 1) {
    const key = nodeKey(identityKey, 'anonymous_id', anonymousId(person));
    const profile = newProfile(key, NOW - 400 * DAY, 1);
    profile.version = 1;
    profile.coldVersion = 1;
    profile.links.add(linkOf(key));
    profile.lastSeen = profile.evaluatedAt = NOW - 60_000;
    profile.heads = [`${key}|0000000001#Zx8_aP1q`];
    profile.mentionedTraits = {
      ...{ plan: pick(['free', 'free', 'plus', 'pro']), country: pick(['US', 'DE', 'FR', 'GB']) },
      ...{ age: 18 + Math.floor(random() * 60), lifetimeValue: Math.round(random() * 4_000) },
      ...{ emailConsent: random() < 0.7, gender: pick(['f', 'm']), nps: Math.floor(random() * 11) },
      ...{ signupDays: Math.floor(random() * 900), favourite: pick(['shoes', 'electronics', 'home']) },
    };
    for (const name of eventNames) {
      if (random() < 0.25) continue;
      const count = Math.floor(random() * random() * 40) + 1;
      for (let index = 0; index < count; index += 1) {
        const at = NOW - 60_000 - Math.floor(random() * random() * 400 * DAY);
        const fact = { name, at, properties: { total: Math.round(random() * 120) } };
        profile.windows = observe(profile.windows, rules.compiled, fact);
      }
    }
    const facts = { traits: profile.mentionedTraits, windows: profile.windows };
    for (const { id, evaluate } of rules.compiled.segments) {
      const { holds, flipsAt } = evaluate(facts, profile.evaluatedAt);
      if (holds) profile.memberships.set(id, { since: NOW - DAY, entry: 1 });
      if (flipsAt !== undefined) profile.nextFlip = Math.min(profile.nextFlip ?? flipsAt, flipsAt);
    }
    profile.armedMinute = dueMinute(NOW + 60_000);
    yield profile;
  }
}
