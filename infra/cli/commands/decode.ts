import { unpackHot } from '../../../shared/profiles/codec/hot-codec.ts';
import { CommandError, type OfflineCommand } from '../command.ts';

export const decode: OfflineCommand = {
  name: 'decode',
  usage: 'decode <base64>',
  summary: 'read the packed `hot` attribute of a profile as the table holds it',
  help: `Prints as JSON what the attribute \`hot\` of an item of the Profiles table holds: instants, what was seen, windows,
memberships, journeys. The base64 is what the AWS console and the AWS CLI show.

  npm run cdp -- decode AQEOAAwAAIDAl...`,
  runOffline: async ({ print }, [packed = '', id = 'profile']) => {
    const bytes = Buffer.from(packed, 'base64');
    if (bytes.length === 0) throw new CommandError('decode needs the base64 of an attribute `hot`');
    print(JSON.stringify(read(id, bytes), readable, 2));
    return 0;
  },
};

function read(id: string, bytes: Uint8Array): object {
  try {
    const { version: _, effects: __, ...hot } = unpackHot(id, bytes);
    return hot;
  } catch (cause) {
    throw new CommandError(
      `not the attribute \`hot\` of a profile: ${cause instanceof Error ? cause.message : cause}`,
      {
        cause,
      },
    );
  }
}

function readable(_key: string, value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value);
  return value instanceof Set ? [...value] : value;
}
