import { describe, expect, it } from 'vitest';
import { type AdminTestApi, memoryDefinitionApi } from '../../../support/admin/admin-api.ts';

const hello = {
  channel: 'email',
  class: 'transactional',
  defaultLocale: 'en',
  locales: { en: { subject: 'Hello', html: '<p>Hello</p>', text: 'Hello' } },
};
const mail = (id: string) => ({
  id,
  type: 'send',
  channel: 'email',
  template: 'hello',
  class: 'transactional',
});
const hold = { id: 'hold', type: 'wait', for: '1d' };
const welcome = { entry: { event: 'Signed Up' }, steps: [mail('greeting'), hold, mail('reminder')] };
const clicked = (step?: string, journey = 'welcome') => ({ message: { journey, step, was: 'clicked' } });
const unless = (condition: object) => ({
  ...welcome,
  steps: [
    ...welcome.steps,
    // biome-ignore lint/suspicious/noThenProperty: the word of the journey language
    { id: 'fork', type: 'branch', if: condition, then: 'end', else: 'again' },
    mail('again'),
    { id: 'end', type: 'exit' },
  ],
});

const put = (api: AdminTestApi, path: string, body: object) => api('PUT', path, { body });

async function workspace(): Promise<AdminTestApi> {
  const api = memoryDefinitionApi();
  expect((await put(api, '/templates/hello', hello)).status).toBe(201);
  expect((await put(api, '/journeys/welcome', welcome)).status).toBe(201);
  return api;
}

describe('a condition about the messages of a step', () => {
  it('is taken when the step sends, or when it is about any step', async () => {
    const api = await workspace();

    for (const where of [clicked('greeting'), clicked('reminder'), clicked()])
      expect((await put(api, '/segments/fans', { where })).status).toBeLessThan(300);
    expect((await put(api, '/journeys/next', unless(clicked('greeting')))).status).toBe(201);
  });

  it.each([
    ['greetin', 'no step `greetin` of journey `welcome` sends anything, did you mean `greeting`?'],
    // there is such a step, but nothing can become of what it sends
    ['hold', 'no step `hold` of journey `welcome` sends anything'],
  ])('is refused of the step `%s`, in segments and in journeys', async (step, message) => {
    const api = await workspace();
    const error = { code: 'unknown_step', message, allowed: ['greeting', 'reminder'] };

    expect(await put(api, '/segments/fans', { where: { not: clicked(step) } })).toMatchObject({
      status: 400,
      body: { error: { ...error, pointer: '/where/not/message/step' } },
    });
    expect(await put(api, '/journeys/next', unless(clicked(step)))).toMatchObject({
      status: 400,
      body: { error: { ...error, pointer: '/steps/3/if/message/step' } },
    });
  });

  it('keeps the step in its journey', async () => {
    const api = await workspace();
    await put(api, '/segments/fans', { where: clicked('reminder') });

    const without = await put(api, '/journeys/welcome', { ...welcome, steps: [mail('greeting')] });
    const within = await put(api, '/journeys/welcome', { ...welcome, steps: [mail('reminder')] });

    expect(without).toMatchObject({
      status: 409,
      body: {
        error: {
          code: 'referenced',
          message: 'segment `fans`: no step `reminder` of journey `welcome` sends anything',
        },
      },
    });
    expect(within.status).toBe(200);
  });
});

describe('a journey that asks about itself', () => {
  const own = unless({ all: [clicked('reminder', 'own'), { journey: 'own', is: 'active' }] });

  it('can be published at once, changed and deleted', async () => {
    const api = await workspace();

    expect((await put(api, '/journeys/own', own)).status).toBe(201);
    expect((await put(api, '/journeys/own', { ...own, name: 'Own' })).status).toBe(200);
    expect((await api('DELETE', '/journeys/own')).status).toBe(200);
  });

  it('has the step that it asks about', async () => {
    const api = await workspace();

    expect((await put(api, '/journeys/own', unless(clicked('remind', 'own')))).body.error).toMatchObject({
      code: 'unknown_step',
      pointer: '/steps/3/if/message/step',
      allowed: ['greeting', 'reminder', 'again'],
    });
  });

  it('has it, too, when it names nothing else', async () => {
    const [, , , fork, , end] = unless(clicked('again', 'own')).steps;
    const silent = { ...welcome, steps: [fork, { ...hold, id: 'again' }, end] };

    expect((await put(memoryDefinitionApi(), '/journeys/own', silent)).body.error).toMatchObject({
      code: 'unknown_step',
      allowed: [],
    });
  });
});
