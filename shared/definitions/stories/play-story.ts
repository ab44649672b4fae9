import type { Story } from './parse-stories.ts';
import { type Decided, People } from './people.ts';
import { Runs, type Sending } from './runs.ts';
import type { Stage } from './stage.ts';
import type { Verb } from './story-file.ts';

/** What came of a story, and when (epoch ms). */
export type Happening = {
  readonly verb: Extract<Verb, 'entered' | 'left' | 'sent' | 'skipped'>;
  readonly of: string;
  readonly at: number;
  readonly reason?: string | undefined;
};

// a year of minutes, and some: only rules that contradict themselves take more
const MOST_TURNS = 1_000_000;

/** Plays a story up to the last instant it mentions, from one thing that is due to the next. */
export function playStory(story: Story, stage: Stage): readonly Happening[] {
  const people = new People(stage.rules);
  const runs = new Runs(stage, people);
  const happenings: Happening[] = [];
  const coming = story.given.toSorted((one, other) => one.at - other.at);
  const instants = [...story.given, ...story.expect].flatMap(({ at }) => at ?? []);
  const until = Math.max(...instants);
  const follow = (decided: readonly Decided[], now: number) => {
    for (const one of decided) {
      runs.follow(one, now);
      happenings.push(...changesIn(one));
    }
  };
  let now = Number.NEGATIVE_INFINITY;
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const next = soonest([coming[0]?.at, people.nextFlip(), runs.nextDue()]);
    if (next === undefined || next > until) return happenings;
    now = Math.max(now, next);
    // what arrives comes first: a timer is never early
    while (coming[0] !== undefined && coming[0].at <= now) follow(receiveFirst(coming, people), now);
    follow(people.wake(now), now);
    for (const { decided, sending } of runs.advance(now)) {
      follow(decided, now);
      if (sending) happenings.push(messageIn(sending, now));
    }
  }
  throw new Error(`the story \`${story.name}\` does not end`);
}

function receiveFirst(coming: Story['given'][number][], people: People): readonly Decided[] {
  const first = coming.shift();
  return first === undefined ? [] : people.receive(first.event, first.at);
}

function changesIn({ effect }: Decided): readonly Happening[] {
  if (effect.kind !== 'entered' && effect.kind !== 'exited') return [];
  return [{ verb: effect.kind === 'entered' ? 'entered' : 'left', of: effect.segment, at: effect.at }];
}

const messageIn = ({ template, skip }: Sending, at: number): Happening => ({
  verb: skip === undefined ? 'sent' : 'skipped',
  of: template,
  at,
  reason: skip,
});

function soonest(instants: readonly (number | undefined)[]): number | undefined {
  const known = instants.filter((instant) => instant !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
