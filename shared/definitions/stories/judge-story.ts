import type { Expectation, Story } from './parse-stories.ts';
import type { Happening } from './play-story.ts';
import type { Verb } from './story-file.ts';

/** One expectation, whether it was met, and what of its kind happened. Without one: what nobody expected. */
export type Finding = {
  readonly expected: Expectation | undefined;
  readonly isMet: boolean;
  readonly happened: readonly Happening[];
};

type Judge = (expected: Expectation, happenings: readonly Happening[]) => boolean;

const judges: Readonly<Record<Verb, Judge>> = {
  entered: happenedThen,
  left: happenedThen,
  sent: happenedThen,
  skipped: happenedThen,
  in: isInThen,
  out: ({ at, ...expected }, happenings) =>
    at === undefined
      ? !happenings.some(({ verb }) => verb === 'entered')
      : !isInThen({ ...expected, at }, happenings),
  unsent: ({ at = Number.POSITIVE_INFINITY }, happenings) =>
    !happenings.some((one) => one.verb === 'sent' && one.at <= at),
};

/**
 * Compares what came of a story with what was expected. Who says when somebody entered or left a segment, or was sent a message,
 * has to say it of every time: otherwise a flip too many would go unnoticed.
 */
export function judgeStory({ expect }: Story, happenings: readonly Happening[]): readonly Finding[] {
  const findings = expect.map((expected) => {
    const happened = happenings.filter(({ of }) => of === expected.of);
    return { expected, isMet: judges[expected.verb](expected, happened), happened };
  });
  return [...findings, ...surprises(expect, happenings)];
}

function surprises(expect: readonly Expectation[], happenings: readonly Happening[]): readonly Finding[] {
  const isTold = ({ verb, of }: Happening) => expect.some((one) => one.verb === verb && one.of === of);
  const isExpected = ({ verb, of, at }: Happening) =>
    expect.some((one) => one.verb === verb && one.of === of && one.at === at);
  return happenings
    .filter((happening) => isTold(happening) && !isExpected(happening))
    .map((happening) => ({ expected: undefined, isMet: false, happened: [happening] }));
}

function happenedThen({ verb, at }: Expectation, happenings: readonly Happening[]): boolean {
  return happenings.some((one) => one.verb === verb && one.at === at);
}

function isInThen({ at = 0 }: Expectation, happenings: readonly Happening[]): boolean {
  const changes = happenings.filter((one) => (one.verb === 'entered' || one.verb === 'left') && one.at <= at);
  return changes.at(-1)?.verb === 'entered';
}
