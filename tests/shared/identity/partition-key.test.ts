import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../../events/stream-event.ts';
import { nodeKey } from '../../../shared/identity/node-key.ts';
import { partitionKey } from '../../../shared/identity/partition-key.ts';

const key = Buffer.from('key');
const event: StreamEvent = {
  type: 'page',
  messageId: 'm',
  source: { id: 's', kind: 'server' },
  timestamp: '2026-11-21T12:00:00.000Z',
  receivedAt: '2026-11-21T12:00:00.000Z',
};

describe('the partition key', () => {
  it('is that of the user, however long the id is', () => {
    const userId = 'é'.repeat(127);

    expect(partitionKey(key, { ...event, userId, anonymousId: 'a' })).toBe(
      nodeKey(key, 'user_id', userId).slice('user_id:'.length),
    );
  });

  it('differs between a user and an anonymous visitor of the same name', () => {
    expect(partitionKey(key, { ...event, userId: 'x' })).not.toBe(
      partitionKey(key, { ...event, anonymousId: 'x' }),
    );
  });

  it('spreads events that are about nobody', () => {
    expect(partitionKey(key, event)).not.toBe(partitionKey(key, { ...event, messageId: 'n' }));
  });

  it('is the profile of a platform event', () => {
    const profileId = nodeKey(key, 'user_id', 'u');

    expect(partitionKey(key, { ...event, profileId })).toBe(partitionKey(key, { ...event, userId: 'u' }));
  });
});
