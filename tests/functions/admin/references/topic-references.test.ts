import { describe, expect, it } from 'vitest';
import { type AdminTestApi, memoryDefinitionApi } from '../../../support/admin/admin-api.ts';

const topics = (...ids: string[]) => ({ topics: ids.map((id) => ({ id, name: id })) });
const said = (topic?: string) => ({ consent: { channel: 'email', topic }, is: 'subscribed' });
const segment = (topic?: string) => ({ where: { not: said(topic) } });
const journey = (topic?: string) => ({
  entry: { event: 'Signed Up' },
  steps: [
    // biome-ignore lint/suspicious/noThenProperty: the word of the journey language
    { id: 'fork', type: 'branch', if: said(topic), then: 'hold', else: 'end' },
    { id: 'hold', type: 'wait', for: '1h' },
    { id: 'end', type: 'exit' },
  ],
});

const put = (api: AdminTestApi, path: string, body: object) => api('PUT', path, { body });

describe('a condition about the consent to a topic', () => {
  it.each([
    ['/segments/silent', segment('ofers'), '/where/not/consent/topic'],
    ['/journeys/welcome', journey('ofers'), '/steps/0/if/consent/topic'],
  ])('is refused when the workspace has none of that name: %s', async (path, body, pointer) => {
    const api = memoryDefinitionApi();
    await put(api, '/workspace', topics('offers', 'orders'));

    expect(await put(api, path, body)).toMatchObject({
      status: 400,
      body: {
        error: {
          code: 'unknown_topic',
          message: 'the workspace has no topic `ofers`, did you mean `offers`?',
          pointer,
          allowed: ['offers', 'orders'],
        },
      },
    });
  });

  it.each([
    ['/segments/silent', segment],
    ['/journeys/welcome', journey],
  ])('is taken with a topic of the workspace, and always about all topics: %s', async (path, asking) => {
    const api = memoryDefinitionApi();
    expect((await put(api, path, asking())).status).toBe(201);
    await put(api, '/workspace', topics('offers'));

    expect((await put(api, path, asking('offers'))).status).toBe(200);
  });

  it('keeps the topic in the workspace', async () => {
    const api = memoryDefinitionApi();
    await put(api, '/workspace', topics('offers', 'orders'));
    await put(api, '/segments/silent', segment('offers'));

    const without = await put(api, '/workspace', topics('news'));

    expect(without).toMatchObject({
      status: 409,
      body: {
        error: { code: 'referenced', message: 'segment `silent`: the workspace has no topic `offers`' },
      },
    });
    expect((await put(api, '/workspace', topics('offers'))).status).toBe(200);
  });
});
