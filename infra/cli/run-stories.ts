import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finding, judgeStory } from '../../shared/definitions/stories/judge-story.ts';
import { sinceStart } from '../../shared/definitions/stories/moment.ts';
import { parseStories, type Story } from '../../shared/definitions/stories/parse-stories.ts';
import { type Happening, playStory } from '../../shared/definitions/stories/play-story.ts';
import { type Stage, stageOf } from '../../shared/definitions/stories/stage.ts';
import type { Verb } from '../../shared/definitions/stories/story-file.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import { refuseCircle } from './cloud/publish-order.ts';
import { CommandError } from './command.ts';
import { type DefinitionFile, readDefinitionFiles, readJson, valueWithId } from './definition-files.ts';
import { findMissingBeside } from './missing-references.ts';
import { refusalText } from './terminal/refusal-text.ts';

/** One expectation of a story as a person reads it. */
export type StoryRow = {
  readonly expected: string;
  readonly at: string;
  readonly happened: string;
  readonly isMet: boolean;
};
export type StoryReport = {
  readonly file: string;
  readonly name: string;
  readonly rows: readonly StoryRow[];
};

const phrases: Readonly<Record<Verb, string>> = {
  entered: 'enters',
  left: 'leaves',
  in: 'is in',
  out: 'is not in',
  sent: 'is sent',
  skipped: 'is denied',
  unsent: 'is not sent',
};
const MOST_HAPPENINGS = 4;

/** Plays the tests of a workspace, all of its definitions in force; what cannot be played is refused before anything is. */
export async function runStories(directory: string): Promise<readonly StoryReport[]> {
  const stage = await readStage(directory);
  const files = await Promise.all(
    (await storyFiles(directory)).map((file) => readStories(directory, file, stage)),
  );
  return files.flat().map(({ file, story }) => reportOf(file, story, stage));
}

async function readStage(directory: string): Promise<Stage> {
  const files = await readDefinitionFiles(directory);
  const definitions = files.map((one) => ({
    kind: one.kind.kind,
    id: one.id,
    body: refusing(one.file, () => one.kind.parse(valueWithId(one)).body),
  }));
  for (const file of files) requireBeside(file, files);
  return stageOf(definitions);
}

function requireBeside(file: DefinitionFile, files: readonly DefinitionFile[]): void {
  const problem =
    findMissingBeside({ ...file, value: valueWithId(file) }, files) ?? refuseCircle(file, files);
  if (problem !== undefined) throw new CommandError(refusalText(file.file, problem));
}

async function storyFiles(directory: string): Promise<readonly string[]> {
  const names = await readdir(join(directory, 'tests')).catch(() => []);
  const files = names.filter((name) => name.endsWith('.json')).sort();
  if (files.length > 0) return files.map((name) => `tests/${name}`);
  throw new CommandError(
    `no tests in ${directory}; they are files like tests/recent-buyers.json, see \`test --help\``,
  );
}

async function readStories(directory: string, file: string, stage: Stage) {
  const value = await readJson(directory, file);
  return refusing(file, () => parseStories(value, stage)).map((story) => ({ file, story }));
}

function refusing<Result>(file: string, parse: () => Result): Result {
  try {
    return parse();
  } catch (cause) {
    if (!(cause instanceof InvalidInputError)) throw cause;
    throw new CommandError(refusalText(file, cause), { cause });
  }
}

function reportOf(file: string, story: Story, stage: Stage): StoryReport {
  const happenings = refusing(file, () => playStory(story, stage));
  const findings = judgeStory(story, happenings);
  return { file, name: story.name, rows: findings.map((finding) => rowOf(finding, story, stage)) };
}

function rowOf({ expected, isMet, happened }: Finding, { start }: Story, { calendar }: Stage): StoryRow {
  const moment = ({ verb, at, reason }: Happening) =>
    `${verb} ${sinceStart(at - start)}${reason === undefined ? '' : ` (${reason})`}`;
  const rest = happened.length > MOST_HAPPENINGS ? ', ...' : '';
  return {
    isMet,
    expected: expected === undefined ? 'nothing else' : `${phrases[expected.verb]} ${expected.of}`,
    at:
      expected?.at === undefined
        ? ''
        : `${sinceStart(expected.at - start)}, ${wallTime(expected.at, calendar.timezone)}`,
    happened:
      happened.length === 0 ? 'nothing' : happened.slice(0, MOST_HAPPENINGS).map(moment).join(', ') + rest,
  };
}

// the form of Sweden is that of ISO 8601
const wallTime = (instant: number, timeZone: string): string =>
  new Date(instant).toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
