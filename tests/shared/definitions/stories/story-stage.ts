import { judgeStory } from '../../../../shared/definitions/stories/judge-story.ts';
import { parseStories, type Story } from '../../../../shared/definitions/stories/parse-stories.ts';
import { playStory } from '../../../../shared/definitions/stories/play-story.ts';
import { type Stage, stageOf } from '../../../../shared/definitions/stories/stage.ts';

type Bodies = {
  readonly [Kind in 'workspace' | 'segment' | 'list' | 'journey' | 'template' | 'source']?: readonly object[];
};

/** Definitions by their kind, each with an `id`, as a stage. */
export function stageWith(bodies: Bodies): Stage {
  const definitions = Object.entries(bodies).flatMap(([kind, ofKind]) =>
    ofKind.map((body) => ({ kind, id: 'id' in body ? String(body.id) : 'workspace', body })),
  );
  return stageOf(definitions);
}

export function storyOf(stage: Stage, fields: object): Story {
  const [story] = parseStories({ tests: [{ name: 'a story', ...fields }] }, stage);
  if (!story) throw new Error('a file of one story holds one');
  return story;
}

/** What a story with these events comes to until an instant: `entered vip 0`, minutes after the start. */
export function happeningsOf(stage: Stage, given: readonly object[], until: string): readonly string[] {
  const [segment = ''] = stage.segments;
  const story = storyOf(stage, { given, expect: [{ at: until, out: segment }] });
  return playStory(story, stage).map(({ verb, of, at, reason = '' }) =>
    `${verb} ${of} ${(at - story.start) / 60_000} ${reason}`.trim(),
  );
}

/** Of each expectation whether it is met, and `surprise` for what nobody expected. */
export function findingsOf(stage: Stage, fields: object): readonly (boolean | 'surprise')[] {
  const story = storyOf(stage, fields);
  const findings = judgeStory(story, playStory(story, stage));
  return findings.map(({ expected, isMet }) => (expected === undefined ? 'surprise' : isMet));
}
