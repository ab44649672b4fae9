import { compileSegments } from './compile.ts';
import { mentionsIn, reviewCondition } from './conditions/index.ts';
import { type Segment, segmentSchema } from './definition.ts';
import { isRecord, parseValue, refuse, requireKnownKeys, shown } from './refusal.ts';
import { parametersIn, requireParameters } from './standing/parameters.ts';

/** The segment, and what is allowed in it but likely a mistake; anything else is refused with its pointer. */
export function parseSegment(value: unknown): { segment: Segment; warnings: string[] } {
  if (!isRecord(value)) {
    refuse(`a segment must be an object, got ${shown(value)}`, {
      code: 'invalid_value',
      pointer: '',
      allowed: 'an object',
    });
  }
  // names the schema for editors, and is no part of what is stored
  const { $schema: _, ...written } = value;
  requireKnownKeys(written, { pointer: '', known: Object.keys(segmentSchema.shape) });
  const segment = parseValue(segmentSchema, written, { pointer: '', name: 'segment' });
  const itself = mentionsIn(segment.where, '/where').find(
    ({ kind, id }) => kind === 'segment' && id === segment.id,
  );
  if (itself !== undefined) {
    refuse('a segment cannot ask for itself', {
      code: 'segment_cycle',
      pointer: itself.pointer,
      allowed: 'the id of another segment',
    });
  }
  const { parameters: known = [] } = segment;
  requireParameters(segment.where, { pointer: '/where', known });
  const warnings = [
    ...reviewCondition(segment.where, { pointer: '/where' }),
    ...reviewParameters(segment),
    ...reviewReach(segment),
  ];
  return { segment, warnings };
}

function reviewParameters({ parameters = [], where }: Segment): readonly string[] {
  const used = new Set(parametersIn(where, '/where').map(({ name }) => name));
  const idle = parameters.filter((name) => !used.has(name));
  return idle.map((name) => `/parameters: nothing in this segment asks for \`${name}\``);
}

function reviewReach(segment: Segment): readonly string[] {
  const { segments } = compileSegments([{ segment, since: 0 }], { timezone: 'UTC' });
  const nobodyKnown = { traits: {}, windows: new Map() };
  const holds = segments.some((compiled) => compiled.evaluate(nobodyKnown, 0).holds);
  return holds ? ['/where: a person without events or traits is in this segment'] : [];
}
