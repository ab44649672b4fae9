import * as z from 'zod';
import { bodyOf } from '../../cloud/admin-client.ts';
import type { Command } from '../../command.ts';
import { bar } from '../../terminal/bar.ts';
import { textTable } from '../../terminal/text-table.ts';

const boundsSchema = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const scoringSchema = z.object({
  from: z.enum(['buyers', 'settings', 'nothing']),
  minimumBuyers: z.number(),
  bounds: z.object({ recencyDays: boundsSchema, frequency: boundsSchema, money: boundsSchema }).optional(),
  since: z.string(),
  countedOn: z.string().optional(),
  buyers: z.number(),
  groups: z.array(z.object({ group: z.string(), buyers: z.number() })),
});
type Scoring = z.infer<typeof scoringSchema>;

export const rfm: Command = {
  name: 'rfm',
  usage: 'rfm',
  summary:
    'show what scores of recency, frequency and money are given by, and how many buyers are in each group',
  help: `Buyers have scores of 1 to 5 by how long ago they bought, how often and for how much; the best fifth has 5.
Once a day all buyers are compared and counted. The bounds between the fifths move when more than 2 % of the buyers would be on
another side of one. Which purchases count is in \`rfm.json\`; a segment asks { "rfm": "champions" } or { "rfm": "money", "atLeast": 4 }.

  npm run cdp -- rfm
  npm run cdp -- members rfm-champions     who they are, where a segment of the shop asks for a group`,
  run: async ({ admin, print }) => {
    const scoring = bodyOf(await admin.call(scoringSchema, { path: '/rfm/groups' }));
    print([originOf(scoring), ...boundsTable(scoring), ...groupTable(scoring)].join('\n\n'));
    return 0;
  },
};

function originOf({ from, minimumBuyers, since }: Scoring): string {
  const origins = {
    buyers: `Scores compare all buyers, by bounds in force since ${since}.`,
    settings: `Scores are given by the bounds of rfm.json since ${since}: fewer than ${minimumBuyers} buyers were counted.`,
    nothing: `Nobody has scores until ${minimumBuyers} buyers are counted, or rfm.json gives \`bounds\`.`,
  };
  return origins[from];
}

function boundsTable({ bounds }: Scoring): string[] {
  if (bounds === undefined) return [];
  const { recencyDays, frequency, money } = bounds;
  const rows = recencyDays.map((days, index) => [
    index + 2,
    `less than ${days} days ago`,
    `more than ${frequency[index]}`,
    `more than ${money[index]}`,
  ]);
  const columns = ['score', 'last bought', 'times', 'spent'].map((title) => ({ title }));
  return [textTable(columns, [...rows.toReversed(), [1, 'before', 'fewer', 'less']])];
}

function groupTable({ countedOn, buyers, groups }: Scoring): string[] {
  if (countedOn === undefined) return ['The groups have not been counted yet; that happens once a day.'];
  const most = Math.max(...groups.map((one) => one.buyers));
  const table = textTable(
    [
      { title: 'group' },
      { title: 'buyers', align: 'right' },
      { title: 'share', align: 'right' },
      { title: '' },
    ],
    groups.map((one) => [one.group, one.buyers, shareOf(one.buyers, buyers), bar(one.buyers, most)]),
  );
  return [`${buyers} buyers were counted on ${countedOn}:\n${table}`];
}

const shareOf = (part: number, whole: number): string =>
  whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`;
