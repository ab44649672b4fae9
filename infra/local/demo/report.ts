import * as z from 'zod';
import { type AdminClient, listAll } from '../../cli/cloud/admin-client.ts';
import { indent, textTable } from '../../cli/terminal/text-table.ts';
import type { Outcome } from './data/count-outcome.ts';
import type { Played } from './play-shop.ts';

const segmentSchema = z.object({
  id: z.string(),
  name: z.string().optional(),
  members: z.number().optional(),
  parameters: z.array(z.string()).optional(),
});
type LiveSegment = z.infer<typeof segmentSchema>;

export const listLiveSegments = async (admin: AdminClient): Promise<readonly LiveSegment[]> =>
  (await listAll(admin, segmentSchema, { path: '/segments', most: 500 })).items;

export function reportText(played: Played, outcome: Outcome, segments: readonly LiveSegment[]): string {
  return [
    'Events',
    indent(eventsTable(played, outcome)),
    '',
    `People: ${outcome.anonymousIds} anonymous ids and ${outcome.userIds} user ids are ${outcome.profiles} profiles.`,
    '',
    'Segments',
    ...segmentLines(outcome, segments),
    'Profiles that turn out to be one person bring both their memberships: two entries can end as one member.',
  ].join('\n');
}

/** Why the demo did not go well, if it did not. */
export function findFaults(played: Played, outcome: Outcome, errors: readonly string[]): string[] {
  const { sent, accepted } = played;
  const { applied, failed } = outcome;
  return [
    ...(sent === accepted ? [] : [`${sent} events were sent, ${accepted} accepted`]),
    ...(accepted === applied + failed
      ? []
      : [`${accepted} events were accepted, ${applied} applied and ${failed} failed`]),
    ...errors.map((line) => `a function failed: ${line}`),
  ];
}

const eventsTable = (played: Played, outcome: Outcome): string =>
  textTable(
    ['sent', 'accepted', 'applied', 'failed'].map((title) => ({ title, align: 'right' })),
    [[played.sent, played.accepted, outcome.applied, outcome.failed]],
  );

/** Segments that somebody entered; a library has many that no made-up visitor fits, and nobody enters one with parameters. */
function segmentLines(outcome: Outcome, live: readonly LiveSegment[]): string[] {
  const segments = live.filter(({ parameters }) => parameters === undefined);
  const moved = segments.filter(({ id, members }) => outcome.segments.has(id) || members !== 0);
  const rest = segments.length - moved.length;
  return [
    indent(segmentsTable(outcome, moved)),
    ...(rest === 0 ? [] : [`Nobody entered the other ${rest}: \`npm run cdp -- segments\` lists them.`]),
  ];
}

const segmentsTable = (outcome: Outcome, segments: readonly LiveSegment[]): string =>
  textTable(
    [
      { title: 'segment' },
      { title: 'entered', align: 'right' },
      { title: 'exited', align: 'right' },
      { title: 'members now', align: 'right' },
      { title: 'who' },
    ],
    segments.map(({ id, name, members }) => {
      const { entered = 0, exited = 0 } = outcome.segments.get(id) ?? {};
      return [id, entered, exited, members ?? 'many', name ?? ''];
    }),
  );
