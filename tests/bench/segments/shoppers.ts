import type { CompiledSegments, Facts } from '../../../shared/segments/compile.ts';
import { type ObservedEvent, observe } from '../../../shared/segments/windows/observe.ts';
import type { Window } from '../../../shared/segments/windows/window.ts';
import { randomFrom } from '../measuring/random.ts';
import { eventNames } from '../processor/segments.ts';

const DAY = 86_400_000;
export const TODAY = 20_780;
/** Everything happens at the same time of day, so that days and instants give the same answers. */
export const NOW = TODAY * DAY + DAY / 2;

/** One purchase, view or the like, on a day. */
export type Visit = { readonly name: string; readonly day: number; readonly total: number };

export type Shopper = {
  readonly traits: Readonly<Record<string, unknown>>;
  readonly visits: readonly Visit[];
};

/** People with up to 40 of each of ten events over 400 days, and the traits the fifty rules ask for. */
export function shoppers(count: number): Shopper[] {
  const random = randomFrom(42);
  return Array.from({ length: count }, (_, index) => ({
    traits: traitsOf(index, random),
    visits: visitsOf(random),
  }));
}

function visitsOf(random: () => number): Visit[] {
  return eventNames.flatMap((name) => {
    const count = random() < 0.25 ? 0 : Math.floor(random() * random() * 40) + 1;
    return Array.from({ length: count }, () => ({
      name,
      day: TODAY - Math.floor(random() * random() * 400),
      total: Math.round(random() * 120),
    }));
  });
}

function traitsOf(index: number, random: () => number): Shopper['traits'] {
  const pick = <Value>(...values: readonly Value[]) => values[Math.floor(random() * values.length)];
  const upTo = (most: number) => Math.floor(random() * most);
  return {
    ...(random() < 0.9 && { plan: pick('free', 'free', 'free', 'plus', 'pro', 'team') }),
    ...(random() < 0.5 && { phone: `+1555${index}` }),
    country: pick('US', 'US', 'DE', 'FR', 'GB', 'ES', 'IT', 'NL', 'JP'),
    city: pick('London', 'Leeds', 'NYC', 'Berlin', 'Paris'),
    age: 18 + upTo(60),
    gender: pick('f', 'm', 'x'),
    lifetimeValue: Math.round(random() * random() * 4_000),
    tier: pick('none', 'silver', 'gold', 'platinum'),
    points: upTo(3_000),
    tags: random() < 0.4 ? [pick('beta', 'wholesale', 'influencer', 'press', 'x')] : [],
    ...{ emailConsent: random() < 0.7, smsConsent: random() < 0.3, emailBounced: random() < 0.03 },
    ...{ device: pick('ios', 'android', 'web'), appVersion: 30 + upTo(40) },
    ...{ birthMonth: 1 + upTo(12), signupDays: upTo(900), store: pick('s1', 's2', 's5', 's7', 's9', 's12') },
    favourite: pick('shoes', 'bags', 'dresses', 'electronics', 'home'),
    ...{
      acquisition: pick('ads', 'organic', 'affiliate', 'direct'),
      locale: pick('en-US', 'en-GB', 'de-DE'),
    },
    ...{ returns: upTo(5), nps: upTo(11), reviews: upTo(3), credit: random() < 0.2 ? 20 : 0 },
    ...{ vip: random() < 0.15, newsletter: random() < 0.5, suppressed: random() < 0.06 },
    ...{ highIntent: random() < 0.2, internal: random() < 0.01 },
  };
}

/** What a profile keeps of a shopper. */
export function factsOf({ traits, visits }: Shopper, compiled: CompiledSegments): Facts {
  const windows = visits.reduce(
    (kept, visit) => observe(kept, compiled, visitAt(visit)),
    new Map<string, Window>(),
  );
  return { traits, windows };
}

export function visitAt({ name, day, total }: Visit): ObservedEvent {
  return { name, at: day * DAY + DAY / 2, properties: { total } };
}
