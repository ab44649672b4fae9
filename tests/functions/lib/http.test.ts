import type { Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { httpHandler, jsonAnswer } from '../../../functions/lib/http.ts';
import { InvalidInputError, NotFoundError, RetryableError } from '../../../shared/errors.ts';
import { gatewayEvent } from '../../support/collector/collector.ts';

const answerTo = (error: unknown) => {
  const handler = httpHandler(
    () => Promise.reject(error),
    ({ status, ...fault }) => jsonAnswer(status, fault),
  );
  return handler(gatewayEvent({}), {} as Context); // nothing reads it
};

describe('the HTTP stack', () => {
  it.each([
    [
      new InvalidInputError('bad', 'no such field', { pointer: '/a', allowed: ['b'] }),
      400,
      { code: 'bad', message: 'no such field', pointer: '/a', allowed: ['b'] },
    ],
    [new NotFoundError('no such profile'), 404, { code: 'not_found', message: 'no such profile' }],
    [new RetryableError('busy'), 503, { code: 'unavailable' }],
    [new TypeError('anna@example.com is undefined'), 500, { code: 'internal_error' }],
    ['thrown text', 500, { code: 'internal_error' }],
  ])('answers %s', async (error, status, fault) => {
    const answer = await answerTo(error);

    expect(answer.statusCode).toBe(status);
    expect(JSON.parse(answer.body ?? '')).toMatchObject(fault);
    expect(answer.body).not.toContain('anna@example.com');
  });

  it('leaves answers alone', async () => {
    const handler = httpHandler(
      async () => jsonAnswer(200, { a: 1 }, { etag: '"1"' }),
      () => jsonAnswer(500, {}),
    );

    expect(await handler(gatewayEvent({}), {} as Context)).toEqual({
      // nothing reads it
      statusCode: 200,
      headers: { 'content-type': 'application/json', etag: '"1"' },
      body: '{"a":1}',
    });
  });
});
