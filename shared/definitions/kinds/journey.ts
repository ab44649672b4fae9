import * as z from 'zod';
import { compileJourney } from '../../journeys/compile-journey.ts';
import { journeySchema } from '../../journeys/definition.ts';
import { parseJourney } from '../../journeys/parse-journey.ts';
import { type JourneyReferences, referencesOf } from '../../journeys/references.ts';
import { refuseOpenValues } from '../../segments/standing/bind-segment.ts';
import type { DefinitionBody, DefinitionKind, Reference, Refusal } from '../definition-kind.ts';
import type { LiveDefinition } from '../definition-store.ts';
import { mentionedKinds, refuseMentions, segmentsAmong } from '../saving/refuse-mentions.ts';

export const journeyKind: DefinitionKind = {
  kind: 'journey',
  path: 'journeys',
  // each is asked about every event and has a state machine of its own
  maximumLive: 500,
  parse: (value) => {
    const { journey, warnings } = parseJourney(value);
    return { body: journey, warnings };
  },
  references: namesIn,
  needs: ['template', ...mentionedKinds],
  refuse: refuseBeside,
  machine: (body, options) => compileJourney(journeySchema.parse(body), options).definition,
};

const channelSchema = z.object({ channel: z.string() });

/** A journey may ask about itself: it is live as soon as it is asked. */
function namesIn(body: DefinitionBody): readonly Reference[] {
  const { mentions, templates } = referencesOf(journeySchema.parse(body));
  const others = mentions.filter(({ kind, id }) => kind !== journeyKind.kind || id !== body.id);
  return [...others, ...templates.map(({ id, pointer }) => ({ kind: 'template', id, pointer }))];
}

function refuseBeside(body: DefinitionBody, live: readonly LiveDefinition[]): Refusal | undefined {
  const { mentions, templates } = referencesOf(journeySchema.parse(body));
  const sent = live.filter(({ kind }) => kind === 'template');
  return (
    refuseOtherChannel(templates, sent) ??
    refuseMentions(mentions, [{ kind: journeyKind.kind, body }, ...live]) ??
    refuseOpenValues(mentions, segmentsAmong(live))
  );
}

function refuseOtherChannel(
  templates: JourneyReferences['templates'],
  live: readonly LiveDefinition[],
): Refusal | undefined {
  const channels = new Map(live.map((template) => [template.id, channelSchema.parse(template.body).channel]));
  const wrong = templates.find(({ id, channel }) => channels.has(id) && channels.get(id) !== channel);
  if (wrong === undefined) return undefined;
  return {
    code: 'wrong_channel',
    message: `template \`${wrong.id}\` is for ${channels.get(wrong.id)}, the step sends on ${wrong.channel}`,
    pointer: wrong.pointer,
    allowed: [...channels].flatMap(([id, channel]) => (channel === wrong.channel ? [id] : [])),
  };
}
