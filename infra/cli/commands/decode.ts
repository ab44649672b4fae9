import { CommandError, type OfflineCommand } from '../command.ts';
import { decodeHotText } from '../decode-hot.ts';

export const decode: OfflineCommand = {
  name: 'decode',
  usage: 'decode <base64>',
  summary: 'read the packed `hot` attribute of a profile as the table holds it',
  help: `Prints as JSON what the attribute \`hot\` of an item of the Profiles table holds: instants, what was seen, windows,
memberships, journeys. The base64 is what the AWS console and the AWS CLI show.

  npm run cdp -- decode AQEOAAwAAIDAl...`,
  runOffline: async ({ print }, [base64]) => {
    if (!base64) throw new CommandError('decode needs the base64 of an attribute `hot`');
    try {
      print(decodeHotText(base64));
    } catch (cause) {
      throw new CommandError(`not the attribute \`hot\` of a profile: ${cause}`, { cause });
    }
    return 0;
  },
};
