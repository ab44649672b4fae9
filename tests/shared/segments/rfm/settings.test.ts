import { describe, expect, it } from 'vitest';
import { rfmKind } from '../../../../shared/definitions/kinds/rfm.ts';
import { givenQuintiles, rfmSettingsSchema } from '../../../../shared/segments/rfm/settings.ts';

const DAY = 86_400_000;
const bounds = {
  recency: ['120d', '60d', '2w', '12h'],
  frequency: [1, 2, 4, 8],
  money: [50, 99.95, 400, 400],
};

describe('the settings of scores', () => {
  it('are about orders and their totals unless they say otherwise', () => {
    expect(rfmKind.parse({}).body).toEqual({
      ...{ id: 'rfm', event: 'Order Completed', of: 'total', minimumBuyers: 100 },
    });
  });

  it('may give the bounds to score by while there are too few buyers', () => {
    expect(givenQuintiles(rfmSettingsSchema.parse({ bounds }))).toEqual({
      recency: [120 * DAY, 60 * DAY, 14 * DAY, DAY / 2],
      frequency: [1, 2, 4, 8],
      money: [500_000, 999_500, 4_000_000, 4_000_000],
    });
  });

  it('are read again as they were saved', () => {
    const { body } = rfmKind.parse({ within: '365d', bounds });

    expect(rfmKind.parse(body).body).toEqual(body);
  });

  it.each([
    ['an unknown field', { minimumBuyer: 5 }, '/minimumBuyer', 'did you mean `minimumBuyers`'],
    ['fewer buyers than fifths', { minimumBuyers: 4 }, '/minimumBuyers', 'expected number to be >=5'],
    ['a window that is none', { within: 'long' }, '/within', '`within` must be'],
    ['no event', { event: '' }, '/event', 'is refused'],
    [
      'ages the wrong way round',
      bound('recency', ['1d', '2d', '3d', '4d']),
      '/bounds/recency',
      'the longest',
    ],
    ['ages by the calendar', bound('recency', ['4mo', '3mo', '2mo', '1mo']), '/bounds/recency', 'durations'],
    ['three ages', bound('recency', ['3d', '2d', '1d']), '/bounds/recency', 'four durations'],
    ['amounts that fall', bound('money', [4, 3, 2, 1]), '/bounds/money', 'the smallest first'],
    ['bounds of one score alone', { bounds: { money: [1, 2, 3, 4] } }, '/bounds/recency', 'is missing'],
  ])('are refused with %s', (_, settings, pointer, message) => {
    expect(() => rfmKind.parse(settings)).toThrow(
      expect.objectContaining({ pointer, message: expect.stringContaining(message) }),
    );
  });
});

function bound(measure: string, four: readonly unknown[]) {
  return { bounds: { ...bounds, [measure]: four } };
}
