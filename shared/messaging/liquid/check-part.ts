import { InvalidInputError } from '../../errors.ts';
import { didYouMean } from '../../nearest.ts';
import { engineOf } from './engine.ts';

/** What a template may speak of. */
export const knownVariables = ['profile', 'event', 'journey', 'workspace', 'unsubscribeUrl'];

/** Refuses a part that could never be filled in; answers the variables it mentions. */
export function checkPart(source: string, place: { part: string; pointer: string }): ReadonlySet<string> {
  const engine = engineOf(place.part);
  const mentioned = read(place, () =>
    Object.keys(engine.analyzeSync(engine.parse(source), { partials: false }).globals),
  );
  for (const name of mentioned) {
    if (!knownVariables.includes(name)) refuseUnknown('variable', name, { ...place, known: knownVariables });
  }
  return new Set(mentioned);
}

/** The ids of the computed traits that a part mentions. */
export function computedIn(source: string, part: string): readonly string[] {
  const engine = engineOf(part);
  const { profile = [] } = engine.analyzeSync(engine.parse(source), { partials: false }).globals;
  const paths = profile.map(({ segments }) => segments);
  return paths.flatMap(([, namespace, id]) =>
    namespace === 'computed' && typeof id === 'string' ? [id] : [],
  );
}

function read<Result>(place: { part: string; pointer: string }, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const filter = /^undefined filter: ([^\s,]+)/.exec(message)?.[1];
    const tag = /^tag "([^"]+)" not found/.exec(message)?.[1];
    const engine = engineOf(place.part);
    if (filter) refuseUnknown('filter', filter, { ...place, known: Object.keys(engine.filters) });
    if (tag) refuseUnknown('tag', tag, { ...place, known: Object.keys(engine.tags) });
    throw new InvalidInputError(
      'template_syntax',
      `\`${place.part}\` cannot be read: ${shortened(message)}`,
      {
        pointer: place.pointer,
        cause,
      },
    );
  }
}

function refuseUnknown(
  what: string,
  word: string,
  place: { pointer: string; known: readonly string[] },
): never {
  throw new InvalidInputError(
    `unknown_${what}`,
    `unknown ${what} \`${shortened(word)}\`${didYouMean(word, place.known)}`,
    {
      pointer: place.pointer,
      allowed: place.known,
    },
  );
}

const shortened = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}...` : text);
