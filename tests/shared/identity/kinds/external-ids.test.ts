import { describe, expect, it } from 'vitest';
import { externalIds } from '../../../../shared/identity/kinds/external-ids.ts';
import { ProfileWorld } from '../../../support/profiles/profile-world.ts';

const eventWith = (ids: unknown) => new ProfileWorld().event({ context: { externalIds: ids } });

describe('external ids', () => {
  it('are taken up to twenty an event, so that a write holds them all', () => {
    const many = Array.from({ length: 600 }, (_, index) => ({ type: `type-${index}`, id: 'x' }));

    expect(externalIds(eventWith(many))).toEqual(many.slice(0, 20).map(({ type }) => ({ type, value: 'x' })));
  });

  it.each([
    undefined,
    null,
    'crm',
    { type: 'crm', id: '1' },
    [null],
    [[]],
    [{ id: '1' }],
    [{ type: 7, id: '1' }],
  ])('are none in %j', (given) => {
    expect(externalIds(eventWith(given))).toEqual([]);
  });
});
