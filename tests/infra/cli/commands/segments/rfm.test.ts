import { describe, expect, it } from 'vitest';
import { rfm } from '../../../../../infra/cli/commands/segments/rfm.ts';
import { commandContext } from '../../../../support/admin/command-context.ts';

const scoring = {
  from: 'buyers',
  minimumBuyers: 50,
  bounds: { recencyDays: [120, 60, 30, 1.5], frequency: [1, 2, 4, 8], money: [50, 150, 400, 999.5] },
  since: '2026-11-20T04:00:00.000Z',
  countedOn: '2026-11-22',
  buyers: 80,
  groups: [
    { group: 'champions', buyers: 60 },
    { group: 'lost', buyers: 20 },
  ],
};

async function told(body: Record<string, unknown>) {
  const { context, printed } = commandContext({ api: async () => ({ status: 200, headers: {}, body }) });
  expect(await rfm.run(context, [])).toBe(0);
  return printed();
}

describe('cdp rfm', () => {
  it('tells what scores are given by, and how many buyers are in each group', async () => {
    expect((await told(scoring)).split('\n')).toEqual([
      'Scores compare all buyers, by bounds in force since 2026-11-20T04:00:00.000Z.',
      '',
      'score  last bought             times        spent',
      '-----  ----------------------  -----------  ---------------',
      '5      less than 1.5 days ago  more than 8  more than 999.5',
      '4      less than 30 days ago   more than 4  more than 400',
      '3      less than 60 days ago   more than 2  more than 150',
      '2      less than 120 days ago  more than 1  more than 50',
      '1      before                  fewer        less',
      '',
      '80 buyers were counted on 2026-11-22:',
      'group      buyers   share',
      '---------  ------  ------  ----------------------------------------',
      `champions      60  75.0 %  ${'█'.repeat(40)}`,
      `lost           20  25.0 %  ${'█'.repeat(14)}`,
    ]);
  });

  it('says where scores come from while there are too few buyers', async () => {
    expect(await told({ ...scoring, from: 'settings' })).toContain(
      'Scores are given by the bounds of rfm.json since 2026-11-20T04:00:00.000Z: fewer than 50 buyers were counted.',
    );
  });

  it('says what is missing before anybody has a score', async () => {
    const nothing = { from: 'nothing', minimumBuyers: 50, since: scoring.since, buyers: 0, groups: [] };

    expect(await told(nothing)).toBe(
      [
        'Nobody has scores until 50 buyers are counted, or rfm.json gives `bounds`.',
        'The groups have not been counted yet; that happens once a day.',
      ].join('\n\n'),
    );
  });
});
