import { describe, expect, it } from 'vitest';
import { decode } from '../../../infra/cli/commands/decode.ts';
import { packHot } from '../../../shared/profiles/codec/hot-codec.ts';
import { newProfile } from '../../../shared/profiles/profile.ts';

const print = () => {};

describe('cdp decode', () => {
  it('prints a packed profile as JSON', async () => {
    const profile = newProfile('user_id:x', 1_000, 7);
    profile.memberships.set('vip', { since: 2_000, entry: 3 });
    const lines: string[] = [];

    await decode.runOffline({ print: (text) => lines.push(text) }, [
      Buffer.from(packHot(profile)).toString('base64'),
    ]);

    expect(JSON.parse(lines.join('\n'))).toMatchObject({
      createdAt: 1_000,
      definitions: 7,
      memberships: { vip: { since: 2_000, entry: 3 } },
    });
  });

  it.each([
    [[], 'decode needs the base64'],
    [['!!!!'], 'not the attribute `hot` of a profile'],
    [['CQ=='], 'a hot part must be of format 1, got 9'],
    [['AQE='], 'not the attribute `hot` of a profile'],
  ])('says what is wrong with %j', async (words, message) => {
    await expect(decode.runOffline({ print }, words)).rejects.toThrow(message);
  });
});
