import type { EventSource } from '../../events/arrival.ts';
import { parseTemplate, type Template } from '../../messaging/template.ts';
import { type Calendar, calendarIn } from '../../segments/values/calendar.ts';
import type { LiveDefinition } from '../definition-store.ts';
import { listKind } from '../kinds/list.ts';
import { sourceInputSchema } from '../kinds/source.ts';
import { compileRules, type LiveRules } from '../live-rules.ts';

/** The workspace that stories play in: all its definitions as if they were in force. */
export type Stage = {
  readonly rules: LiveRules;
  readonly calendar: Calendar;
  readonly segments: readonly string[];
  readonly lists: readonly string[];
  readonly templates: ReadonlyMap<string, Template>;
  readonly sources: ReadonlyMap<string, EventSource>;
};

/** Where an event comes from that names no source. */
export const TRUSTED_SERVER: EventSource = {
  id: 'story',
  kind: 'server',
  storeIp: false,
  secretGeneration: 1,
};

/** The upload of every list that is in force, and names whom stories say. */
export const UPLOAD = 1;

/** No secret: nothing of a story is kept. */
export const IDENTITY_KEY = Buffer.from('stories');

type Definition = Pick<LiveDefinition, 'kind' | 'id' | 'body'>;

export function stageOf(definitions: readonly Definition[]): Stage {
  const live = definitions.map((definition) => ({
    ...definition,
    body: bodyInForce(definition),
    ...{ version: 1, since: 1 },
  }));
  const rules = compileRules({ number: 1, definitions: live });
  const ofKind = (kind: string) => definitions.filter((one) => one.kind === kind);
  return {
    rules,
    calendar: calendarIn(rules.compiled.timezone),
    segments: rules.compiled.segments.map(({ id }) => id),
    lists: rules.lists.map(({ id }) => id),
    templates: new Map(ofKind('template').map(({ id, body }) => [id, parseTemplate(body).template])),
    sources: new Map(ofKind('source').map(({ id, body }) => [id, sourceOf(body)])),
  };
}

function bodyInForce({ kind, body }: Definition): unknown {
  if (kind !== listKind.kind) return body;
  return { ...Object(body), upload: UPLOAD, replacedAt: new Date(0).toISOString() };
}

function sourceOf(body: unknown): EventSource {
  const { id, kind, storeIp, brand, secretGeneration, consent } = sourceInputSchema.parse(body);
  return { id, kind, storeIp, brand, secretGeneration, consent };
}
