import { describe, expect, it } from 'vitest';
import { compileSegments } from '../../../../shared/segments/compile.ts';
import { parseSegment } from '../../../../shared/segments/parse-segment.ts';
import { observe } from '../../../../shared/segments/windows/observe.ts';
import { type AdminTestApi, memoryDefinitionApi } from '../../../support/admin/admin-api.ts';
import { ProfileWorld } from '../../../support/profiles/profile-world.ts';

const T = Date.UTC(2026, 0, 1);
const lookers = {
  id: 'lookers',
  parameters: ['category', 'plans'],
  where: {
    all: [
      {
        event: 'Product Viewed',
        where: [{ property: 'category', equals: { parameter: 'category' } }],
        within: '7d',
      },
      { trait: 'plan', in: { parameter: 'plans' } },
    ],
  },
};
const asking = (id: string, values: object) => ({ id, where: { segment: 'lookers', with: values } });
const roofs = asking('roofs', { category: 'Roofs', plans: ['gold'] });
const doors = asking('doors', { category: 'Doors', plans: ['gold', 'free'] });

function compiled(...segments: readonly object[]) {
  const live = segments.map((value) => ({ segment: parseSegment(value).segment, since: 1 }));
  return compileSegments(live, { timezone: 'UTC' });
}

describe('a segment with parameters', () => {
  it('is asked for with values, and has no members of its own', () => {
    const all = compiled(roofs, lookers, doors);
    const seen = { name: 'Product Viewed', properties: { category: 'Doors' }, at: T };
    const facts = { traits: { plan: 'free' }, windows: observe(new Map(), all, seen) };

    const answers = all.segments.map(({ id, evaluate }) => [id, evaluate(facts, T).holds]);

    expect(answers).toEqual([
      ['roofs', false],
      ['doors', true],
    ]);
    expect(all.windows).toHaveLength(2);
  });

  it('hands its own parameters on', () => {
    const through = {
      id: 'through',
      parameters: ['what'],
      where: { segment: 'lookers', with: { category: { parameter: 'what' }, plans: ['free'] } },
    };
    const all = compiled(lookers, through, {
      id: 'end',
      where: { segment: 'through', with: { what: 'Doors' } },
    });
    const seen = { name: 'Product Viewed', properties: { category: 'Doors' }, at: T };
    const facts = { traits: { plan: 'free' }, windows: observe(new Map(), all, seen) };

    expect(all.segments.map(({ id, evaluate }) => [id, evaluate(facts, T).holds])).toEqual([['end', true]]);
  });

  it('is answered from what happened before anybody asked with these values', async () => {
    const through = {
      id: 'through',
      parameters: ['what'],
      where: { segment: 'lookers', with: { category: { parameter: 'what' }, plans: ['free'] } },
    };
    const given = new ProfileWorld({ segments: [lookers, through] });
    const traits = { plan: 'free' };
    await given.post(given.event({ type: 'identify', userId: 'anna', traits }));
    await given.post(
      given.event({ userId: 'anna', event: 'Product Viewed', properties: { category: 'Doors' } }),
    );
    const end = { id: 'end', where: { segment: 'through', with: { what: 'Doors' } } };
    given.publish([lookers, through, doors, end]);

    await given.post(given.event({ userId: 'anna', event: 'Page Viewed' }));

    const { memberships } = given.roots()[0] ?? {};
    expect([...(memberships ?? [])].map(([id, { since }]) => [id, since])).toEqual([
      ['doors', given.now],
      ['end', given.now],
    ]);
  });

  it('is kept since whoever asked first, and changes with whoever asks', () => {
    const asks = (id: string, since: number) => ({ segment: parseSegment({ ...doors, id }).segment, since });
    const live = [{ segment: parseSegment(lookers).segment, since: 1 }, asks('late', 7), asks('early', 3)];

    const all = compileSegments(live, { timezone: 'UTC' });

    expect(all.windows.map(({ since }) => since)).toEqual([3]);
    expect(all.segments.map(({ id, since }) => [id, since])).toEqual([
      ['late', 7],
      ['early', 3],
    ]);
  });

  it('is warned of when nothing asks for a parameter', () => {
    const idle = { ...lookers, parameters: ['category', 'plans', 'colour'] };

    expect(parseSegment(idle).warnings).toEqual(['/parameters: nothing in this segment asks for `colour`']);
  });
});

describe('values for parameters', () => {
  const save = (api: AdminTestApi, { id, ...body }: { id: string }) =>
    api('PUT', `/segments/${id}`, { body });
  const journey = (values: object) => ({
    entry: { event: 'Signed Up' },
    steps: [
      // biome-ignore lint/suspicious/noThenProperty: the word of the journey language
      { id: 'fork', type: 'branch', if: { segment: 'lookers', with: values }, then: 'a', else: 'b' },
      { id: 'a', type: 'exit' },
      { id: 'b', type: 'exit' },
    ],
  });

  it.each([
    ['missing', { category: 'Roofs' }, 'missing_parameter', '/with'],
    [
      'for a parameter it does not have',
      { category: 'a', plans: ['b'], size: 1 },
      'unknown_parameter',
      '/with/size',
    ],
    ['that cannot stand there', { category: 'Roofs', plans: 'gold' }, 'invalid_value', '/with'],
    ['that are objects', { category: {}, plans: ['b'] }, 'invalid_value', '/with/category'],
  ])('are refused when %s, in segments and in journeys', async (_, values, code, place) => {
    const api = memoryDefinitionApi();
    await save(api, lookers);

    expect((await save(api, asking('tried', values))).body.error).toMatchObject({
      code,
      pointer: `/where${place}`,
    });
    expect((await api('PUT', '/journeys/tried', { body: journey(values) })).body.error).toMatchObject({
      code,
    });
  });

  it.each([
    [
      'by a segment that declares none',
      { id: 'tried', where: { trait: 'a', equals: { parameter: 'b' } } },
      '/where/equals',
    ],
    [
      'that it does not declare',
      { id: 'tried', parameters: ['a'], where: { trait: 'a', in: { parameter: 'b' } } },
      '/where/in',
    ],
  ])('are not waited for %s', async (_, body, pointer) => {
    expect((await save(memoryDefinitionApi(), body)).body.error).toMatchObject({
      code: 'unknown_parameter',
      pointer,
    });
  });

  it('are kept in step: a parameter more is refused while somebody does not give it', async () => {
    const api = memoryDefinitionApi();
    await save(api, lookers);
    expect((await save(api, roofs)).status).toBe(201);

    const more = { ...lookers, parameters: ['category', 'plans', 'colour'] };

    expect(await save(api, more)).toMatchObject({
      status: 409,
      body: { error: { code: 'referenced', message: expect.stringContaining('segment `roofs`') } },
    });
  });
});
