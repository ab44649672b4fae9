import { createHash } from 'node:crypto';
import { naiveAdd } from '../naive-calendar.ts';
import { isInPeriod, type NaiveEvent, type NaiveHistory } from '../naive-counted.ts';

// the second opinion on what the platform knows of a person: each answer is looked up in all that was ever told

/** One statement about messages; without channels or topics about all of them. */
export type NaiveSaid = {
  status: 'subscribed' | 'unsubscribed';
  channels: readonly string[];
  topics: readonly string[];
  at: number;
  isVouchedFor: boolean;
};
export type NaiveList = { id: string; upload: number; replacedAt: number };
export type NaiveStandings = {
  profileId?: string;
  said?: readonly NaiveSaid[];
  /** how each run of a journey stands, the latest last */
  runs?: Readonly<Record<string, readonly string[]>>;
  /** every upload of a list that names them */
  uploads?: readonly { list: string; upload: number }[];
};

export type NaiveStandingRule = {
  is?: string;
  list?: string;
  consent?: { channel: string; topic?: string };
  journey?: string;
  message?: { journey: string; step?: string; was: string; within?: string };
  bucket?: { seed: string; percent: number };
};

const SETTLING_MINUTES = 15;

/** Who was in the upload before stays until the new one has settled. */
export function naiveListed(
  list: NaiveList | undefined,
  { uploads = [] }: NaiveStandings,
  now: number,
): boolean {
  const named = uploads.filter((one) => one.list === list?.id).map(({ upload }) => upload);
  if (list === undefined || named.length === 0) return false;
  if (named.some((upload) => upload >= list.upload)) return true;
  return named.includes(list.upload - 1) && now < naiveSettled(list);
}

export function naiveSettled({ replacedAt }: NaiveList): number {
  return replacedAt + SETTLING_MINUTES * 60_000;
}

/** The last word about the topic; of two at once the one that says no. */
export function naiveConsents({ consent, is }: NaiveStandingRule, { said = [] }: NaiveStandings): boolean {
  const { channel = '', topic } = consent ?? {};
  const about = said
    .filter(({ status, isVouchedFor }) => status === 'unsubscribed' || isVouchedFor)
    .filter(
      ({ status, channels }) =>
        channels.includes(channel) || (channels.length === 0 && status === 'unsubscribed'),
    )
    .filter(({ topics }) => topics.length === 0 || (topic !== undefined && topics.includes(topic)));
  const lastAt = Math.max(...about.map(({ at }) => at));
  const last = about.filter(({ at }) => at === lastAt).map(({ status }) => status);
  return last.length > 0 && is === (last.includes('unsubscribed') ? 'unsubscribed' : 'subscribed');
}

const standingOf: Readonly<Record<string, string>> = { running: 'active', completed: 'completed' };

export function naiveTravels(
  { journey = '', is }: NaiveStandingRule,
  { runs = {} }: NaiveStandings,
): boolean {
  const latest = runs[journey]?.at(-1);
  return is === (latest === undefined ? 'never-entered' : standingOf[latest]);
}

/** What a person writes may be called the same; only the platform knows what became of a message. */
export function naiveHeard(
  { message }: NaiveStandingRule,
  { events, timezone }: NaiveHistory,
  now: number,
): boolean {
  const { within } = message ?? {};
  const heard = events.filter((event) => event.ofPlatform && isOfMessage(message, event));
  return heard.some(({ at }) => isInPeriod({ ...(within && { within }) }, at, { timezone, now }));
}

const eventOf: Readonly<Record<string, string>> = {
  delivered: 'Email Delivered',
  bounced: 'Email Bounced',
  'marked-as-spam': 'Email Marked as Spam',
  opened: 'Email Opened',
  clicked: 'Email Link Clicked',
};

function isOfMessage(message: NaiveStandingRule['message'], { name, properties }: NaiveEvent): boolean {
  if (message === undefined || name !== eventOf[message.was]) return false;
  const isByPerson = name !== 'Email Opened' || properties.machineOpen === false;
  const isOfStep = message.step === undefined || properties.step === message.step;
  return isByPerson && isOfStep && properties.campaign_id === message.journey;
}

export function naiveHeardBoundaries(
  { message }: NaiveStandingRule,
  { events, timezone }: NaiveHistory,
): readonly number[] {
  const within = message?.within;
  return events.flatMap(({ at }) => [at, ...(within ? [naiveAdd(at, within, { timezone })] : [])]);
}

/** The published formula in other words. */
export function naiveAmong({ bucket }: NaiveStandingRule, { profileId = '' }: NaiveStandings): boolean {
  const { seed, percent } = bucket ?? { seed: '', percent: 0 };
  const digits = createHash('sha256').update(`${seed}/${profileId}`).digest('hex').slice(0, 8);
  return Number.parseInt(digits, 16) < (percent / 100) * 0x1_0000_0000;
}
