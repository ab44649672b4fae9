import { describe, expect, it } from 'vitest';
import { platformEvent } from '../../events/platform.ts';
import { streamEventSchema } from '../../events/stream-event.ts';

describe('platform events', () => {
  it('are events of the stream about a profile', () => {
    const event = platformEvent({
      name: 'Segment Entered',
      profileId: 'user_id:3kXcabcdefghijklmnopqr',
      properties: { segment: 'big-spenders', entry: 1 },
      messageId: 'big-spenders-user_id:3kXc-1-entered',
      at: '2026-11-21T12:00:00.000Z',
    });

    expect(streamEventSchema.parse(event)).toMatchObject({
      type: 'track',
      event: 'Segment Entered',
      source: { id: 'platform', kind: 'platform' },
      properties: { segment: 'big-spenders', entry: 1 },
    });
  });
});
