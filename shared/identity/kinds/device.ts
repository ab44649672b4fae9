import { idText } from '../id-text.ts';
import type { IdentifiedEvent } from '../identified-event.ts';
import { readContext } from './read-context.ts';

type Platform = 'android' | 'ios';

// how SDKs name them, in `device.type` and, where that says phone or tablet, in `os.name`
const PLATFORMS: Readonly<Record<string, Platform>> = {
  android: 'android',
  ios: 'ios',
  ipados: 'ios',
  'iphone os': 'ios',
};

// APNs tokens have 64 to 200 characters, FCM's up to some hundreds
const LONGEST_TOKEN = 1_000;

/** The token by which the event's device gets push messages. */
export function pushToken(event: IdentifiedEvent): string | undefined {
  return tokenText(readContext(event, 'device', 'token'));
}

export const tokenText = (value: unknown) => idText(value, LONGEST_TOKEN);

/** Reads a field of the event's device when that runs the platform. */
export function deviceField(platform: Platform, field: 'id' | 'advertisingId' | 'token') {
  return (event: IdentifiedEvent): readonly unknown[] => {
    const value = readContext(event, 'device', field);
    if (value === undefined || platformOf(event) !== platform) return [];
    return field === 'advertisingId' && isUntracked(event) ? [] : [value];
  };
}

function platformOf(event: IdentifiedEvent): Platform | undefined {
  return (
    platformNamed(readContext(event, 'device', 'type')) ?? platformNamed(readContext(event, 'os', 'name'))
  );
}

function platformNamed(name: unknown): Platform | undefined {
  return typeof name === 'string' ? PLATFORMS[name.toLowerCase()] : undefined;
}

/** Whether the person has asked not to be known by the advertising id. */
function isUntracked(event: IdentifiedEvent): boolean {
  return readContext(event, 'device', 'adTrackingEnabled') === false;
}
