import { describe, expect, it } from 'vitest';
import { orderReader } from '../../../functions/messages/load-order.ts';
import type { LiveDefinition } from '../../../shared/definitions/definition-store.ts';
import { cartEmail, task } from '../../support/messaging/send-world.ts';

const journey = (step: object) => ({
  entry: { event: 'Product Added' },
  steps: [
    { id: 'mail', type: 'send', channel: 'email', template: 'cart-reminder', topic: 'offers', ...step },
  ],
});
const live = (kind: string, id: string, body: object): LiveDefinition => ({
  kind,
  id,
  version: 1,
  since: 1,
  body: { id, ...body },
});
const from = { email: 'hello@shop.example', name: 'The Shop' };

function reader(step: object = {}, template: object = cartEmail) {
  const state = {
    number: 1,
    loads: 0,
    versions: 0,
    definitions: [live('template', 'cart-reminder', template), live('workspace', 'workspace', { from })],
  };
  const load = orderReader({
    number: async () => state.number,
    load: async () => {
      state.loads += 1;
      return state;
    },
    loadVersion: async (kind, id, version) => {
      state.versions += 1;
      return { kind, id, version, body: { id, ...journey(step) }, savedAt: '', savedBy: '' };
    },
  });
  return { state, load: () => load(task) };
}

describe('what a step wants said', () => {
  it('is its template as it is live, with the sender of the workspace', async () => {
    const order = await reader().load();

    expect(order).toMatchObject({
      journey: { id: 'abandoned-cart' },
      channel: 'email',
      templateId: 'cart-reminder',
      template: { id: 'cart-reminder' },
      topic: 'offers',
      class: 'marketing',
      workspace: { from },
    });
  });

  it('needs consent unless both step and template are transactional', async () => {
    const transactional = { ...cartEmail, class: 'transactional' };
    const classes = await Promise.all([
      reader({ class: 'transactional' }, transactional).load(),
      reader({ class: 'transactional' }).load(),
      reader({}, transactional).load(),
    ]);

    expect(classes.map((order) => order.class)).toEqual(['transactional', 'marketing', 'marketing']);
  });

  it('has the topic of the template when the step names none', async () => {
    const order = await reader({ topic: undefined }, { ...cartEmail, topic: 'news' }).load();

    expect(order.topic).toBe('news');
  });

  it('has no template when it is of another channel, or not live', async () => {
    const { state, load } = reader({ channel: 'sms' });
    expect((await load()).template).toBeUndefined();
    state.number += 1;
    state.definitions = [];

    expect(await load()).toMatchObject({ templateId: 'cart-reminder', template: undefined });
  });

  it('is read again only when something was published', async () => {
    const { state, load } = reader();

    await load();
    await load();
    expect(state).toMatchObject({ loads: 1, versions: 1 });
    state.number += 1;
    await load();

    expect(state).toMatchObject({ loads: 2, versions: 1 });
  });
});
