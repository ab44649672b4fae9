import { createSecretKey } from 'node:crypto';
import type { Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { type StreamEvent, streamEventSchema } from '../../../events/stream-event.ts';
import type { HttpAnswer, HttpRequest } from '../../../functions/lib/http.ts';
import { unsubscribeHandler } from '../../../functions/unsubscribe/handler.ts';
import type { LogEntry } from '../../../shared/events/event-log.ts';
import { applyConsentEvent, isSubscribed } from '../../../shared/messaging/consent.ts';
import { signUnsubscribeToken } from '../../../shared/messaging/unsubscribe-token.ts';

const identityKey = createSecretKey('secret', 'utf8');
const grant = {
  profileId: 'user_id:AbCdEfGhIjKlMnOpQrStUv',
  channel: 'email',
  topic: 'offers',
  sendId: 'sendsendsendsendsendse',
} as const;
const token = signUnsubscribeToken(identityKey, grant);

class Link {
  readonly told: StreamEvent[] = [];
  now = Date.parse('2026-11-02T10:00:30.000Z');
  isStreamDown = false;

  async visit(method: 'GET' | 'POST', path = `/u/${token}`, body?: string): Promise<HttpAnswer> {
    const handler = unsubscribeHandler({
      log: { append: async (entries) => this.#append(entries) },
      loadIdentityKey: async () => identityKey,
      now: () => new Date(this.now),
    });
    // only what the handler reads of a request
    const request = { rawPath: path, headers: {}, body, requestContext: { http: { method, path } } };
    return handler(request as unknown as HttpRequest, {} as Context);
  }

  #append(entries: readonly LogEntry[]): readonly LogEntry[] {
    if (this.isStreamDown) return entries;
    this.told.push(...entries.map(({ event }) => event));
    return [];
  }
}

describe('the link in a message', () => {
  it('shows a page with a button and changes nothing', async () => {
    const link = new Link();

    const page = await link.visit('GET');

    expect(page.statusCode).toBe(200);
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
    });
    expect(page.body).toContain('<html lang="en">');
    expect(page.body).toContain('emails about &ldquo;offers&rdquo;');
    expect(page.body).toMatch(/<form method="post"><button type="submit">/);
    expect(link.told).toEqual([]);
  });

  it.each([
    ['by the button', undefined],
    ['by a mail program', 'List-Unsubscribe=One-Click'],
    ['by anything else', '{"status":"subscribed"}'],
  ])('unsubscribes at once when posted %s', async (_, body) => {
    const link = new Link();

    const page = await link.visit('POST', undefined, body);

    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('You are unsubscribed');
    expect(link.told).toEqual([
      {
        type: 'track',
        messageId: 'unsubscribe-sendsendsendsendsendse-2026-11-02T10:00',
        source: { id: 'platform', kind: 'platform' },
        profileId: grant.profileId,
        event: 'Consent Updated',
        properties: { channels: ['email'], topics: ['offers'], status: 'unsubscribed', sendId: grant.sendId },
        timestamp: '2026-11-02T10:00:30.000Z',
        receivedAt: '2026-11-02T10:00:30.000Z',
      },
    ]);
    expect(streamEventSchema.parse(link.told[0])).toEqual(link.told[0]);
  });

  it('makes an opt-out that consent understands, for all topics when the message had none', async () => {
    const link = new Link();
    const all = signUnsubscribeToken(identityKey, { ...grant, topic: undefined });
    const consents = { 'email/news': { status: 'subscribed', at: 1, message: 'm', source: 'shop' } } as const;

    await link.visit('POST', `/u/${all}`);

    const [event] = link.told;
    if (!event) throw new Error('nothing was told');
    const scope = { channel: 'email', topic: 'news' } as const;
    expect(isSubscribed(consents, scope)).toBe(true);
    expect(isSubscribed(applyConsentEvent(consents, event), scope)).toBe(false);
  });

  it('says the same when it is pressed twice, and anew when it is pressed another day', async () => {
    const link = new Link();

    await link.visit('POST');
    await link.visit('POST');
    link.now += 86_400_000;
    await link.visit('POST');

    expect(new Set(link.told.map(({ messageId }) => messageId)).size).toBe(2);
  });

  it.each([
    ['forged', `/u/${token.slice(0, -3)}abc`],
    ['cut off', `/u/${token.slice(0, 40)}`],
    ['empty', '/u/'],
    ['longer', `/u/${token}/x`],
    ['hostile', '/u/%3Cscript%3E'],
  ])('that is %s is a page that says so, and changes nothing', async (_, path) => {
    const link = new Link();

    const answers = [await link.visit('GET', path), await link.visit('POST', path)];

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404]);
    expect(answers[0]?.body).toContain('This link does not work');
    expect(answers[0]?.body).not.toContain('script');
    expect(link.told).toEqual([]);
  });

  it('says that nothing was changed when the stream does not take it', async () => {
    const link = new Link();
    link.isStreamDown = true;

    const page = await link.visit('POST');

    expect(page.statusCode).toBe(503);
    expect(page.body).toContain('Nothing was changed');
  });
});
