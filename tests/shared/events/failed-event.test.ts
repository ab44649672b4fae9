import { describe, expect, it } from 'vitest';
import { type FailedEvent, storedFailedEvent } from '../../../shared/events/failed-event.ts';

const failed: FailedEvent = {
  code: 'unknown_type',
  reason: 'type must be one of ...',
  payload: { type: 'foo' },
  sourceId: 'shop',
  receivedAt: '2026-11-21T12:00:00.000Z',
  messageId: 'm-1',
};

describe('a stored failed event', () => {
  it('lands on itself when it is stored again', () => {
    expect(storedFailedEvent({ ...failed, reason: 'worded anew' })).toEqual(storedFailedEvent(failed));
  });

  it.each([
    { messageId: 'm-2' },
    { sourceId: 'app' },
    { code: 'too_deep' },
    { payload: { type: 'bar' } },
    { receivedAt: '2026-11-21T12:00:00.001Z' },
  ])('is another one with %j', (change) => {
    expect(storedFailedEvent({ ...failed, ...change }).id).not.toBe(storedFailedEvent(failed).id);
  });

  it('is kept for 30 days after it was received', () => {
    const { day, expiresAt } = storedFailedEvent(failed);

    expect(day).toMatch(/^2026-11-21#[0-3]$/);
    expect(expiresAt).toBe(Date.parse('2026-12-21T12:00:00.000Z') / 1_000);
  });
});
