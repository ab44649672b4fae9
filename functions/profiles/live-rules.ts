import type { DefinitionReader, LiveDefinition } from '../../shared/definitions/definition-store.ts';
import { workspaceSchema } from '../../shared/definitions/kinds/workspace.ts';
import type { IdentityRules } from '../../shared/identity/rules.ts';
import { type CompiledSegments, compileSegments } from '../../shared/segments/compile.ts';
import { parseSegment } from '../../shared/segments/parse-segment.ts';

/** The published definitions as profiles need them, compiled once per definitions version. */
export type LiveRules = {
  readonly number: number;
  readonly compiled: CompiledSegments;
  readonly rules: IdentityRules;
  readonly blocked: readonly string[];
  readonly protectedTraits: readonly string[];
};

/** Reads the definitions version on every call and loads again only when it moved: what a PUT answered is in force at once. */
export function liveRulesReader(definitions: DefinitionReader): () => Promise<LiveRules> {
  let held: LiveRules | undefined;
  return async () => {
    const number = await definitions.number();
    if (held?.number !== number) held = await loadRules(definitions);
    return held;
  };
}

async function loadRules(reader: DefinitionReader): Promise<LiveRules> {
  const { number, definitions } = await reader.load(['workspace', 'segment']);
  const workspace = workspaceSchema.parse(bodyOf(definitions, 'workspace') ?? {});
  const live = definitions
    .filter(({ kind }) => kind === 'segment')
    .map(({ body, since }) => ({ segment: parseSegment(body).segment, since }));
  return {
    number,
    compiled: compileSegments(live, { timezone: workspace.timezone }),
    rules: workspace.identity,
    blocked: workspace.identity.blocked,
    protectedTraits: workspace.protectedTraits,
  };
}

function bodyOf(definitions: readonly LiveDefinition[], kind: string): unknown {
  return definitions.find((definition) => definition.kind === kind)?.body;
}
