import type { Product } from './catalogue.ts';
import { createRandom, type Random } from './random.ts';

/** How one kind of shopper behaves; probabilities are for each visit. */
export type Habit = {
  readonly comesBack: number;
  readonly fillsCart: number;
  readonly buys: number;
  readonly subscribes: number;
};

const habits: readonly [Habit, ...Habit[]] = [
  // passes by
  { comesBack: 0.1, fillsCart: 0.1, buys: 0, subscribes: 0.05 },
  // looks around
  { comesBack: 0.6, fillsCart: 0.35, buys: 0.05, subscribes: 0.2 },
  // buys now and then
  { comesBack: 0.4, fillsCart: 0.7, buys: 0.6, subscribes: 0.2 },
  // regular
  { comesBack: 0.9, fillsCart: 0.9, buys: 0.7, subscribes: 0.3 },
];

export type Shopper = {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  /** as given at the till: not every one can be sent to */
  readonly phone: string | undefined;
  readonly city: string;
  readonly locale: string;
  /** where the shop's app can be pushed to, on the first device */
  readonly pushToken: string | undefined;
  readonly habit: Habit;
  readonly favourite: Product['category'];
  /** anonymous ids, one for each device */
  readonly devices: readonly [string, ...string[]];
  readonly firstDay: number;
  /** makes up everything this shopper does */
  readonly random: Random;
};

const names = [
  'Anna',
  'Jan',
  'Maria',
  'Piotr',
  'Ewa',
  'Tomasz',
  'Zofia',
  'Lena',
  'Marek',
  'Ola',
  'Adam',
  'Iga',
] as const;
const cities = ['Kraków', 'Warszawa', 'Gdańsk', 'Wrocław', 'Berlin'] as const;
const abroad = 'Berlin';

/** Each shopper has chances of their own, so that more shoppers do not change those before them. */
export function createShopper(seed: number, number: number): Shopper {
  const random = createRandom(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b));
  const name = random.pick(names);
  const city = random.pick(cities);
  const label = `${seed}-${number}`;
  return {
    userId: `shopper-${label}`,
    name,
    email: `${name.toLowerCase()}.${label}@shop.example`,
    phone: phoneOf(random),
    city,
    locale: city === abroad ? 'en-GB' : 'pl-PL',
    pushToken: random.chance(0.7) ? `app-${label}` : undefined,
    habit: random.pick(habits),
    favourite: random.pick(['Coffee', 'Tea', 'Kitchen']),
    devices: random.chance(0.4) ? [`phone-${label}`, `laptop-${label}`] : [`phone-${label}`],
    firstDay: random.integer(0, 1),
    random,
  };
}

function phoneOf(random: Random): string | undefined {
  const digits = String(random.integer(0, 9_999_999)).padStart(7, '0');
  if (random.chance(0.1)) return undefined;
  // without its country a number could be anybody's
  return random.chance(0.1) ? `51${digits}` : `+4851${digits}`;
}
