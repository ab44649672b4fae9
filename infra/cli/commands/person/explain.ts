import { type AdminClient, bodyOf, queryText } from '../../cloud/admin-client.ts';
import { findProfileId } from '../../cloud/find-profile.ts';
import { type Command, CommandError, type CommandOptions } from '../../command.ts';
import { computedText, explainedComputedSchema } from './explained-computed.ts';
import { explainedMergeSchema, mergeText } from './explained-merge.ts';
import { explainedSegmentSchema, segmentText } from './explained-segment.ts';
import { explainedTraitSchema, traitText } from './explained-trait.ts';

type Question = {
  /** what was given, as the API asks for it */
  asked(what: string): string;
  /** the explanation at a path, in words */
  answer(admin: AdminClient, path: string): Promise<string>;
};

const asGiven = (what: string) => what;

const questions = {
  trait: {
    asked: (what) => (what.startsWith('/') ? what : `/${what}`),
    answer: async (admin, path) => traitText(bodyOf(await admin.call(explainedTraitSchema, { path }))),
  },
  merge: {
    asked: asGiven,
    answer: async (admin, path) => mergeText(bodyOf(await admin.call(explainedMergeSchema, { path }))),
  },
  computed: {
    asked: asGiven,
    answer: async (admin, path) => computedText(bodyOf(await admin.call(explainedComputedSchema, { path }))),
  },
  segment: {
    asked: asGiven,
    answer: async (admin, path) => segmentText(bodyOf(await admin.call(explainedSegmentSchema, { path }))),
  },
} satisfies Record<string, Question>;

export const explain: Command = {
  name: 'explain',
  usage: 'explain <identifier> --segment|--trait|--computed|--merge <what>',
  summary: 'show why somebody is in a segment, and which events made a trait, a merge or a computed trait',
  options: ['segment', 'at', 'trait', 'merge', 'computed'],
  help: `Says which event made a value and which ones lost against it, why a profile became part of this person or an identifier was
kept out, and which events a computed trait counts. Of a segment it shows each condition: whether it holds, the value it got, the events
that made it so and when it changes, and the same of the segments it asks for; with --at as it was at an instant past, from what had come
until then. Events are kept for 13 months; what came from older ones is said so.

  npm run cdp -- explain anna@x.de --segment recent-buyers
  npm run cdp -- explain anna@x.de --segment recent-buyers --at 2026-03-01
  npm run cdp -- explain anna@x.de --trait plan
  npm run cdp -- explain anna@x.de --trait address/city
  npm run cdp -- explain anna@x.de --computed total-spent
  npm run cdp -- explain anna@x.de --merge anonymous_id:3kXc...   a profile id of the person's merge log
  npm run cdp -- explain anna@x.de --merge email:b@x.de           an identifier that was kept out`,
  run: async ({ admin, print, options }, [word]) => {
    if (word === undefined)
      throw new CommandError('explain needs an identifier, for example `explain anna@x.de --trait plan`');
    const { name, what } = questionIn(options);
    const { asked, answer } = questions[name];
    const id = encodeURIComponent(await findProfileId(admin, word));
    print(
      await answer(admin, `/profiles/${id}/explain?${queryText({ [name]: asked(what), at: options.at })}`),
    );
    return 0;
  },
};

function questionIn(options: CommandOptions): { name: keyof typeof questions; what: string } {
  const names = ['segment', 'trait', 'merge', 'computed'] as const;
  const [first, ...others] = names.flatMap((name) => {
    const what = options[name];
    return what === undefined ? [] : [{ name, what }];
  });
  if (first !== undefined && others.length === 0) return first;
  throw new CommandError('explain takes one of --segment, --trait, --merge and --computed');
}
