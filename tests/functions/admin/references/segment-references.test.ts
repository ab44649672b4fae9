import { describe, expect, it } from 'vitest';
import { type AdminTestApi, memoryDefinitionApi } from '../../../support/admin/admin-api.ts';

const asking = (id: string, ...others: string[]) => ({
  id,
  where: { any: [{ trait: 'plan', equals: id }, ...others.map((segment) => ({ segment }))] },
});
const put = (api: AdminTestApi, id: string, ...others: string[]) =>
  api('PUT', `/segments/${id}`, { body: asking(id, ...others) });

/** `s0` asks for `s1`, and so on; the last asks for nobody. */
async function withChain(length: number): Promise<AdminTestApi> {
  const api = memoryDefinitionApi();
  for (let index = length - 1; index >= 0; index -= 1)
    await put(api, `s${index}`, ...(index < length - 1 ? [`s${index + 1}`] : []));
  return api;
}

describe('a segment that asks for another', () => {
  it('needs it to be live, and keeps it so', async () => {
    const api = memoryDefinitionApi();
    expect(await put(api, 'guests', 'staff')).toMatchObject({
      status: 400,
      body: { error: { code: 'unknown_segment', pointer: '/where/any/1/segment' } },
    });
    await put(api, 'staff');
    expect((await put(api, 'guests', 'staff')).status).toBe(201);

    expect(await api('DELETE', '/segments/staff')).toMatchObject({
      status: 409,
      body: { error: { code: 'referenced', message: expect.stringContaining('segment `guests`') } },
    });
  });

  it('is never itself, nor one that asks for it in turn, over however many', async () => {
    const api = await withChain(4);

    for (const id of ['s0', 'new'])
      expect(await put(api, id, id)).toMatchObject({
        status: 400,
        body: { error: { code: 'segment_cycle', pointer: '/where/any/1/segment' } },
      });
    expect(await put(api, 's3', 's0')).toMatchObject({
      status: 400,
      body: {
        error: {
          code: 'segment_cycle',
          message: '`s0` asks for `s3` in turn; nobody could say who is in',
          pointer: '/where/any/1/segment',
        },
      },
    });
  });

  it('leads over at most five others, counted from whoever asks first', async () => {
    const api = await withChain(6);

    const before = await put(api, 'first', 's0');
    const after = await put(api, 's5', 'last');
    await put(api, 'last');
    const behind = await put(api, 's5', 'last');

    expect(after.body.error).toMatchObject({ code: 'unknown_segment' });
    for (const refused of [before, behind])
      expect(refused).toMatchObject({
        status: 400,
        body: { error: { code: 'too_deep', pointer: '/where/any/1/segment', allowed: 5 } },
      });
    expect((await put(api, 's4', 'last', 's5')).status).toBe(200);
  });
});
