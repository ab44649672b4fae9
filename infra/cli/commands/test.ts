import { CommandError, type OfflineCommand } from '../command.ts';
import { runStories, type StoryReport } from '../run-stories.ts';
import { textTable } from '../terminal/text-table.ts';

export const test: OfflineCommand = {
  name: 'test',
  usage: 'test <directory> [file or words]',
  summary: 'play the tests of a directory of definitions, by a clock of their own',
  help: `Plays each test of \`tests/*.json\` with all definitions of the directory in force, from one thing that is due to the next:
months take milliseconds, and no cloud is asked. Prints what was expected and what happened when; the exit code is 1 when
anything differs.

  npm run cdp -- test examples/shop
  npm run cdp -- test examples/shop recent-buyers     only what has this in its file or name

A test says what happens to somebody, and what must come of it:

  { "tests": [{
    "name": "100 in 90 days is enough, and no longer",
    "given": [
      { "at": "0m", "event": "Order Completed", "properties": { "total": 100 } }
    ],
    "expect": [
      { "at": "0m", "entered": "recent-buyers" },
      { "at": "90d", "left": "recent-buyers" }
    ]
  }] }

\`at\` is time after the start (0m, 1h, 89d 23h 59m) or a date or time (2026-03-01T10:00, in the workspace's time zone). The
start is \`"start"\`, or 2026-06-01T10:00.
given   what a source sends: event and properties, or traits; type, userId, anonymousId, groupId, context, as they are posted.
        \`at\` is when it arrives, \`timestamp\` when it happened if that is earlier, \`source\` a source of the directory.
        Or a list: an upload of it names the person, { "at": "0m", "list": "vip-2026" }.
expect  entered, left: a segment, at that instant. Who says one, says every time it happens until the test ends.
        in, out: a segment, at that instant; \`out\` without \`at\`: at no time.
        sent, skipped: a template, at that instant; sent as for entered. \`unsent\`: at no time.

Messages follow the rules of journeys: entry, exit, waits, branches, consent and a place to send to. What providers answer
(bounces, opens, clicks), texts as they are filled in and what a stack does under load are beyond it; scores are given by the
\`bounds\` of rfm.json.`,
  runOffline: async ({ print }, [directory, ...words]) => {
    if (directory === undefined)
      throw new CommandError('test needs a directory, for example `test examples/shop`');
    const wanted = words.join(' ');
    const reports = (await runStories(directory)).filter(({ file, name }) =>
      `${file} ${name}`.includes(wanted),
    );
    if (reports.length === 0)
      throw new CommandError(`no test of ${directory} has \`${wanted}\` in its file or name`);
    for (const [file, ofFile] of Map.groupBy(reports, (report) => report.file))
      print(`${file}\n\n${tableOf(ofFile)}\n`);
    const failed = reports.filter((report) => !isMet(report)).length;
    print(
      failed === 0
        ? `${reports.length} tests, all as expected.`
        : `${reports.length} tests, ${failed} not as expected.`,
    );
    return failed === 0 ? 0 : 1;
  },
};

const isMet = ({ rows }: StoryReport): boolean => rows.every((row) => row.isMet);

const tableOf = (reports: readonly StoryReport[]): string =>
  textTable(
    ['', 'test', 'expected', 'at', 'happened'].map((title) => ({ title })),
    reports.flatMap(({ name, rows }) =>
      rows.map(({ expected, at, happened, isMet: isRowMet }, index) => [
        isRowMet ? 'ok' : 'NOT',
        index === 0 ? name : '',
        expected,
        at,
        happened,
      ]),
    ),
  );
