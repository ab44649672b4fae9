import * as z from 'zod';
import { compileJourney } from '../../journeys/compile-journey.ts';
import { journeySchema } from '../../journeys/definition.ts';
import { parseJourney } from '../../journeys/parse-journey.ts';
import { referencesOf } from '../../journeys/references.ts';
import type { DefinitionBody, DefinitionKind, Reference, Refusal } from '../definition-kind.ts';
import type { LiveDefinition } from '../definition-store.ts';

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
  needs: ['template'],
  refuse: refuseOtherChannel,
  machine: (body, options) => compileJourney(journeySchema.parse(body), options).definition,
};

const channelSchema = z.object({ channel: z.string() });

function namesIn(body: DefinitionBody): readonly Reference[] {
  const { mentions, templates } = referencesOf(journeySchema.parse(body));
  return [...mentions, ...templates.map(({ id, pointer }) => ({ kind: 'template', id, pointer }))];
}

function refuseOtherChannel(body: DefinitionBody, live: readonly LiveDefinition[]): Refusal | undefined {
  const channels = new Map(live.map((template) => [template.id, channelSchema.parse(template.body).channel]));
  const { templates } = referencesOf(journeySchema.parse(body));
  const wrong = templates.find(({ id, channel }) => channels.has(id) && channels.get(id) !== channel);
  if (wrong === undefined) return undefined;
  return {
    code: 'wrong_channel',
    message: `template \`${wrong.id}\` is for ${channels.get(wrong.id)}, the step sends on ${wrong.channel}`,
    pointer: wrong.pointer,
    allowed: [...channels].flatMap(([id, channel]) => (channel === wrong.channel ? [id] : [])),
  };
}
