import type { Refusal } from '../../definitions/definition-kind.ts';
import { InvalidInputError } from '../../errors.ts';
import type { Mention } from '../conditions/condition-kind.ts';
import { anyValueKinds, earlyParametersIn, parseTemplate } from '../conditions/index.ts';
import type { Condition, Segment } from '../definition.ts';
import { child } from '../refusal.ts';
import { bindParameters, type Values } from './parameters.ts';

/** The condition of a segment with the values it was asked for with; throws when one of them cannot stand there. */
export function bindSegment({ where, parameters }: Segment, values: Values = {}): Condition {
  return parameters === undefined ? where : parseTemplate(bindParameters(where, values), '/where');
}

/** Whoever asks for a segment with parameters gives each of them a value that can stand where it is wanted. */
export function refuseValues(
  mentions: readonly Mention[],
  segments: readonly Segment[],
): Refusal | undefined {
  for (const mention of mentions) {
    const named = segments.find(({ id }) => mention.kind === 'segment' && id === mention.id);
    const refusal = named && refusalOf(mention, named);
    if (refusal) return refusal;
  }
  return undefined;
}

/** Of a value that only an event names no windows can have been kept: it is compared with what is known of somebody. */
export function refuseOpenValues(
  mentions: readonly Mention[],
  segments: readonly Segment[],
): Refusal | undefined {
  for (const { kind, id, values, pointer } of mentions) {
    const named = segments.find((segment) => kind === 'segment' && segment.id === id);
    const [early] = named ? earlyParametersIn(bindSegment(named, values)) : [];
    if (early === undefined) continue;
    return {
      code: 'open_parameter',
      message: `segment \`${id}\` must know \`${early}\` before the event that names it, for what it counts of events or asks of other segments`,
      pointer: child(`${pointer.slice(0, pointer.lastIndexOf('/'))}/with`, early),
      allowed: anyValueKinds,
    };
  }
  return undefined;
}

function refusalOf({ id, values, pointer: at }: Mention, segment: Segment): Refusal | undefined {
  const allowed = segment.parameters ?? [];
  if (values === undefined) return allowed.length === 0 ? undefined : refuseWithout(id, at);
  const pointer = `${at.slice(0, at.lastIndexOf('/'))}/with`;
  const unknown = Object.keys(values).find((name) => !allowed.includes(name));
  if (unknown !== undefined) {
    const message = `segment \`${id}\` has no parameter \`${unknown}\``;
    return { code: 'unknown_parameter', message, pointer: child(pointer, unknown), allowed };
  }
  const missing = allowed.find((name) => !Object.hasOwn(values, name));
  if (missing !== undefined) {
    const message = `segment \`${id}\` needs a value for its parameter \`${missing}\``;
    return { code: 'missing_parameter', message, pointer, allowed };
  }
  return refusalOfBinding(segment, values, pointer);
}

/** Where no values can be given it is members that are asked about. */
function refuseWithout(id: string, pointer: string): Refusal {
  return { code: 'has_parameters', message: withoutMembers(id), pointer };
}

export function requireMembers({ id, parameters }: Pick<Segment, 'id' | 'parameters'>): void {
  if (parameters !== undefined) throw new InvalidInputError('has_parameters', withoutMembers(id));
}

const withoutMembers = (id: string): string =>
  `segment \`${id}\` has parameters, so it has no members; name one that asks for it with values`;

function refusalOfBinding(segment: Segment, values: Values, pointer: string): Refusal | undefined {
  try {
    bindSegment(segment, values);
    return undefined;
  } catch (error) {
    // the value is what must change, not the segment that it cannot stand in
    if (!(error instanceof InvalidInputError)) throw error;
    return { code: error.code, message: `in \`${segment.id}\`: ${error.message}`, pointer };
  }
}
