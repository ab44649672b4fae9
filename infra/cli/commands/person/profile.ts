import * as z from 'zod';
import { bodyOf } from '../../cloud/admin-client.ts';
import { profilePath } from '../../cloud/find-profile.ts';
import { type Command, CommandError } from '../../command.ts';
import { indent, textTable } from '../../terminal/text-table.ts';

export const profileSchema = z.object({
  profileId: z.string(),
  identifiers: z.array(z.object({ type: z.string(), value: z.string(), since: z.string() })),
  traits: z.record(z.string(), z.unknown()),
  computed: z.record(z.string(), z.unknown()),
  rfm: z
    .object({
      recency: z.number(),
      frequency: z.number(),
      money: z.number(),
      group: z.string(),
      slips: z.object({ at: z.string(), group: z.string().optional() }).optional(),
    })
    .optional(),
  segments: z.array(z.object({ id: z.string(), since: z.string(), until: z.string().optional() })),
  brands: z
    .array(z.object({ brand: z.string(), firstSeen: z.string(), lastSeen: z.string(), events: z.number() }))
    .default([]),
  firstSeen: z.string().optional(),
  lastSeen: z.string().optional(),
});
type Profile = z.infer<typeof profileSchema>;

export const profile: Command = {
  name: 'profile',
  usage: 'profile <identifier>',
  summary: 'show one person by any identifier',
  help: `Prints identifiers, traits, computed traits, scores of recency, frequency and money, and the segments with since when and until when (if nothing happens meanwhile).
An identifier is an email, or its type and value:

  npm run cdp -- profile anna@x.de
  npm run cdp -- profile user_id:42
  npm run cdp -- profile anonymous_id:5f1c...
  npm run cdp -- profile android.id:9f3c...    any type the profile shows, one of your own too
  npm run cdp -- profile id:user_id:3kXc...    a profile id, as \`members\` prints it`,
  run: async ({ admin, print }, [word]) => {
    if (word === undefined)
      throw new CommandError(
        'profile needs an identifier, for example `profile anna@x.de` or `profile user_id:42`',
      );
    print(profileText(bodyOf(await admin.call(profileSchema, { path: profilePath(word) }))));
    return 0;
  },
};

/** The card of one person. */
export function profileText({
  profileId,
  identifiers,
  traits,
  computed,
  rfm,
  segments,
  brands,
  firstSeen,
  lastSeen,
}: Profile): string {
  const seen = firstSeen && lastSeen ? [`seen from ${firstSeen} to ${lastSeen}`] : [];
  const identifierTable = textTable(
    [{ title: 'identifier' }, { title: 'value' }, { title: 'since' }],
    identifiers.map(({ type, value, since }) => [type, value, since]),
  );
  const segmentTable = textTable(
    [{ title: 'segment' }, { title: 'since' }, { title: 'until' }],
    segments.map(({ id, since, until }) => [id, since, until ?? 'something happens']),
  );
  return [
    `profile ${profileId}`,
    ...seen,
    ...section('Identifiers', identifiers.length > 0 ? identifierTable : 'none'),
    ...section('Traits', lines(traits)),
    ...section('Computed traits', lines(computed)),
    ...(rfm ? section('Scores', scoresText(rfm)) : []),
    ...section('Segments', segments.length > 0 ? segmentTable : 'in none'),
    ...(brands.length > 0 ? section('Brands', brandTable(brands)) : []),
  ].join('\n');
}

function scoresText({ recency, frequency, money, group, slips }: NonNullable<Profile['rfm']>): string {
  const scores = `recency ${recency}, frequency ${frequency}, money ${money}: ${group}`;
  if (slips === undefined) return scores;
  return `${scores}\nslips on ${slips.at} ${slips.group ? `to ${slips.group}` : 'out of all groups'}, if nothing more is bought`;
}

function brandTable(brands: Profile['brands']): string {
  return textTable(
    [{ title: 'brand' }, { title: 'first seen' }, { title: 'last seen' }, { title: 'events' }],
    brands.map(({ brand, firstSeen, lastSeen, events }) => [brand, firstSeen, lastSeen, String(events)]),
  );
}

const section = (title: string, text: string): string[] => ['', title, indent(text)];
const lines = (values: Readonly<Record<string, unknown>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join('\n') || 'none';
