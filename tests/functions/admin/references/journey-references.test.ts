import { describe, expect, it } from 'vitest';
import { type AdminTestApi, memoryDefinitionApi } from '../../../support/admin/admin-api.ts';

const vip = { id: 'vip', where: { event: 'Order Completed', within: '90d' } };
const hello = {
  id: 'hello',
  channel: 'email',
  class: 'transactional',
  defaultLocale: 'en',
  locales: { en: { subject: 'Hello', html: '<p>Hello</p>', text: 'Hello' } },
};
const ping = {
  id: 'ping',
  channel: 'push',
  class: 'transactional',
  defaultLocale: 'en',
  locales: { en: { title: 'Ping', body: 'Ping' } },
};
const mail = { id: 'mail', type: 'send', channel: 'email', template: 'hello', class: 'transactional' };
const journey = {
  id: 'welcome',
  entry: { segment: 'vip', on: 'enter' },
  steps: [{ id: 'hold', type: 'wait', for: '1h' }, mail],
};
const withMail = (more: object) => ({ ...journey, steps: [journey.steps[0], { ...mail, ...more }] });

async function workspace(): Promise<AdminTestApi> {
  const api = memoryDefinitionApi();
  expect((await api('PUT', '/segments/vip', { body: vip })).status).toBe(201);
  expect((await api('PUT', '/templates/hello', { body: hello })).status).toBe(201);
  expect((await api('PUT', '/templates/ping', { body: ping })).status).toBe(201);
  return api;
}

const publish = (api: AdminTestApi, body: object = journey) => api('PUT', '/journeys/welcome', { body });

describe('publishing a journey', () => {
  it('takes one whose segment and templates are live', async () => {
    const api = await workspace();

    expect(await publish(api)).toMatchObject({ status: 201, body: { version: 1, status: 'live' } });
    expect((await api('GET', '/journeys/welcome')).body).toMatchObject({
      ...journey,
      entry: { segment: 'vip', on: 'enter', reentry: 'never' },
    });
    expect(await publish(api)).toMatchObject({ status: 200, body: { version: 1, changed: false } });
  });

  it.each([
    [
      'a segment',
      { ...journey, entry: { segment: 'vipp', on: 'enter' } },
      {
        code: 'unknown_segment',
        message: 'no segment `vipp` is live, did you mean `vip`?',
        pointer: '/entry/segment',
        allowed: ['vip'],
      },
    ],
    [
      'a template',
      withMail({ template: 'helo' }),
      {
        code: 'unknown_template',
        message: 'no template `helo` is live, did you mean `hello`?',
        pointer: '/steps/1/template',
        allowed: ['hello', 'ping'],
      },
    ],
    [
      'a template of its channel',
      withMail({ template: 'ping' }),
      {
        code: 'wrong_channel',
        message: 'template `ping` is for push, the step sends on email',
        pointer: '/steps/1/template',
        allowed: ['hello'],
      },
    ],
  ])('refuses one without %s', async (_, body, error) => {
    const api = await workspace();

    expect(await publish(api, body)).toMatchObject({ status: 400, body: { error } });
    expect((await api('GET', '/journeys/welcome')).status).toBe(404);
  });

  it('refuses what is only a draft or archived, and takes it once it is live', async () => {
    const api = await workspace();
    await api('DELETE', '/templates/hello');
    expect((await publish(api)).body.error).toMatchObject({ code: 'unknown_template' });
    await api('PUT', '/templates/late', { body: { ...hello, id: 'late' }, query: { publish: 'false' } });
    expect((await publish(api, withMail({ template: 'late' }))).body.error).toMatchObject({
      code: 'unknown_template',
    });

    await api('PUT', '/templates/late', { body: { ...hello, id: 'late' } });

    expect((await publish(api, withMail({ template: 'late' }))).status).toBe(201);
  });

  it('keeps a draft of one that cannot be live yet', async () => {
    const api = memoryDefinitionApi();

    const draft = await api('PUT', '/journeys/welcome', { body: journey, query: { publish: 'false' } });

    expect(draft).toMatchObject({ status: 201, body: { status: 'draft' } });
    expect((await publish(api)).body.error).toMatchObject({ code: 'unknown_segment' });
  });

  it('points at what is wrong in it', async () => {
    const api = await workspace();

    const refused = await publish(api, withMail({ next: 'nowhere' }));

    expect(refused).toMatchObject({
      status: 400,
      body: { error: { code: 'unknown_step', pointer: '/steps/1/next', allowed: ['hold', 'mail'] } },
    });
  });
});

describe('deleting what a live journey names', () => {
  it.each([
    ['/segments/vip', 'segment `vip` is used by journey `other`, journey `welcome`; change these first'],
    [
      '/templates/hello',
      'template `hello` is used by journey `other`, journey `welcome`; change these first',
    ],
  ])('is refused for %s, with who names it', async (path, message) => {
    const api = await workspace();
    await api('PUT', '/journeys/other', { body: { ...journey, id: 'other' } });
    await publish(api);

    expect(await api('DELETE', path)).toMatchObject({
      status: 409,
      body: { error: { code: 'referenced', message } },
    });
    expect((await api('GET', path)).body.status).toBe('live');
  });

  it('is possible once nothing live names it', async () => {
    const api = await workspace();
    await publish(api);
    await api('DELETE', '/journeys/welcome');

    expect(await api('DELETE', '/segments/vip')).toMatchObject({ status: 200, body: { status: 'archived' } });
    expect((await api('DELETE', '/templates/ping')).status).toBe(200);
    // what it named is gone, so it cannot come back as it was
    expect((await publish(api)).body.error).toMatchObject({ code: 'unknown_segment' });
  });

  it('leaves alone what no journey names', async () => {
    const api = await workspace();
    await publish(api);

    expect((await api('DELETE', '/templates/ping')).status).toBe(200);
  });
});

describe('changing what a live journey names', () => {
  it('refuses to move a template to another channel', async () => {
    const api = await workspace();
    await publish(api);

    const moved = await api('PUT', '/templates/hello', { body: { ...ping, id: 'hello' } });

    expect(moved).toMatchObject({
      status: 409,
      body: {
        error: {
          code: 'referenced',
          message: 'journey `welcome`: template `hello` is for push, the step sends on email',
        },
      },
    });
  });

  it('takes another text', async () => {
    const api = await workspace();
    await publish(api);
    const locales = { en: { subject: 'Hi', html: '<p>Hi</p>', text: 'Hi' } };

    expect((await api('PUT', '/templates/hello', { body: { ...hello, locales } })).body.version).toBe(2);
    expect((await api('PUT', '/segments/vip', { body: { ...vip, name: 'VIP' } })).body.version).toBe(2);
  });
});

describe('saving at the same time', () => {
  it('never leaves a live journey without what it names', async () => {
    const api = await workspace();

    const [saved, deleted] = await Promise.all([publish(api), api('DELETE', '/templates/hello')]);

    const isJourneyLive = (await api('GET', '/journeys/welcome')).body.status === 'live';
    const isTemplateLive = (await api('GET', '/templates/hello')).body.status === 'live';
    expect([saved.status < 300, deleted.status < 300].filter(Boolean)).toHaveLength(1);
    expect(isJourneyLive).toBe(isTemplateLive);
  });
});
