import { describe, expect, it } from 'vitest';
import { type AdminTestApi, memoryDefinitionApi } from '../../../support/admin/admin-api.ts';

const vip = { id: 'vip', where: { event: 'Order Completed', within: '90d' } };
const fans = {
  id: 'fans',
  parameters: ['brand'],
  where: { trait: 'favouriteBrand', equals: { parameter: 'brand' } },
};
const lookers = {
  id: 'lookers',
  parameters: ['brand'],
  where: { event: 'Product Viewed', where: [{ property: 'brand', equals: { parameter: 'brand' } }] },
};
const through = {
  id: 'through',
  parameters: ['brand'],
  where: { not: { segment: 'fans', with: { brand: { parameter: 'brand' } } } },
};
const segments = [vip, fans, lookers, through];
const ids = segments.map(({ id }) => id);

async function workspace(): Promise<AdminTestApi> {
  const api = memoryDefinitionApi();
  for (const body of segments) expect((await api('PUT', `/segments/${body.id}`, { body })).status).toBe(201);
  return api;
}

const publish = (api: AdminTestApi, entry: object) =>
  api('PUT', '/journeys/welcome', { body: { entry, steps: [{ id: 'hold', type: 'wait', for: '1h' }] } });

describe('the segments that an entry excludes', () => {
  it.each([
    [
      'are not there',
      { event: 'Signed Up', exclude: ['vip', 'vpi'] },
      {
        code: 'unknown_segment',
        message: 'no segment `vpi` is live, did you mean `vip`?',
        pointer: '/entry/exclude/1',
        allowed: ids,
      },
    ],
    [
      'have parameters',
      { event: 'Signed Up', exclude: ['fans'] },
      {
        code: 'has_parameters',
        message: 'segment `fans` has parameters, so it has no members; name one that asks for it with values',
        pointer: '/entry/exclude/0',
      },
    ],
    [
      'have parameters, as has the one that lets in',
      { segment: 'fans', on: 'enter', exclude: ['lookers'] },
      { code: 'has_parameters', pointer: '/entry/segment' },
    ],
  ])('are refused when they %s', async (_, entry, error) => {
    expect(await publish(await workspace(), entry)).toMatchObject({ status: 400, body: { error } });
  });

  it.each([
    [{ event: 'Signed Up', exclude: ['vip'] }],
    [{ segment: 'fans-of-acme', on: 'enter', exclude: ['vip'] }],
  ])('cannot be deleted, nor given parameters: %j', async (entry) => {
    const api = await workspace();
    const where = { segment: 'fans', with: { brand: 'acme' } };
    await api('PUT', '/segments/fans-of-acme', { body: { where } });
    expect((await publish(api, entry)).status).toBe(201);

    expect(await api('DELETE', '/segments/vip')).toMatchObject({
      status: 409,
      body: { error: { message: 'segment `vip` is used by journey `welcome`; change these first' } },
    });
    expect(await api('PUT', '/segments/vip', { body: { ...fans, id: 'vip' } })).toMatchObject({
      status: 409,
      body: { error: { code: 'referenced', message: expect.stringContaining('journey `welcome`: ') } },
    });
  });
});

describe('a segment asked for with what the entering event says', () => {
  const fromEvent = { brand: { property: 'brand' } };
  const asking = (api: AdminTestApi, asked: object) => publish(api, { event: 'Promoted', in: asked });

  it.each([
    [{ segment: 'vip' }],
    [{ segment: 'fans', with: fromEvent }],
    // of a value that is known now windows are kept
    [{ segment: 'lookers', with: { brand: 'acme' } }],
  ])('is taken: %j', async (asked) => {
    expect((await asking(await workspace(), asked)).status).toBe(201);
  });

  it.each([
    [
      { segment: 'fan', with: fromEvent },
      'unknown_segment',
      '/segment',
      ['vip', 'fans', 'lookers', 'through'],
    ],
    [{ segment: 'fans' }, 'missing_parameter', '/with', ['brand']],
    [{ segment: 'fans', with: { ...fromEvent, size: 1 } }, 'unknown_parameter', '/with/size', ['brand']],
    [{ segment: 'vip', with: fromEvent }, 'unknown_parameter', '/with/brand', []],
    [
      { segment: 'lookers', with: fromEvent },
      'open_parameter',
      '/with/brand',
      ['trait', 'computed', 'group', 'rfm'],
    ],
    [
      { segment: 'through', with: fromEvent },
      'open_parameter',
      '/with/brand',
      ['trait', 'computed', 'group', 'rfm'],
    ],
  ])('is refused: %j', async (asked, code, place, allowed) => {
    expect(await asking(await workspace(), asked)).toMatchObject({
      status: 400,
      body: { error: { code, pointer: `/entry/in${place}`, allowed } },
    });
  });

  it('cannot begin to count events by it, nor go', async () => {
    const api = await workspace();
    await asking(api, { segment: 'fans', with: fromEvent });

    expect(await api('PUT', '/segments/fans', { body: { ...lookers, id: 'fans' } })).toMatchObject({
      status: 409,
      body: {
        error: {
          code: 'referenced',
          message:
            'journey `welcome`: segment `fans` must know `brand` before the event that names it, for what it counts of events or asks of other segments',
        },
      },
    });
    expect((await api('DELETE', '/segments/fans')).status).toBe(409);
  });
});
