import { describe, expect, it } from 'vitest';
import { encodeChunks } from '../../../../shared/profiles/timeline/timeline-chunk.ts';

const at = '2026-11-01T00:00:00.000Z';
const event = {
  type: 'page' as const,
  messageId: 'm1',
  source: { id: 'web', kind: 'server' as const },
  userId: 'anna',
  timestamp: at,
  receivedAt: at,
};
const keysAfter = (...previousHeads: string[]) =>
  encodeChunks({ profileId: 'user_id:anna', version: 6, events: [event], previousHeads }).map(
    ({ chunk }) => chunk,
  );

describe('the key of a timeline chunk', () => {
  it('is the same whenever the same write is repeated', () => {
    expect(keysAfter('user_id:anna|5#a')).toEqual(keysAfter('user_id:anna|5#a'));
  });

  it('differs where the chunks before it do, so that a merge that lost its race cannot cut off what the winner links', () => {
    expect(keysAfter('user_id:anna|5#a', 'anonymous_id:x|3#b')).not.toEqual(
      keysAfter('user_id:anna|5#a', 'anonymous_id:x|4#c'),
    );
  });
});
