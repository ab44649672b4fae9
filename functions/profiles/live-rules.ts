import type { DefinitionReader, LiveDefinition } from '../../shared/definitions/definition-store.ts';
import { liveComputed } from '../../shared/definitions/kinds/computed.ts';
import { workspaceSchema } from '../../shared/definitions/kinds/workspace.ts';
import { compileIdentityRules, type IdentityRules } from '../../shared/identity/protection/rules.ts';
import { journeyConditions } from '../../shared/journeys/conditions.ts';
import type { Journey } from '../../shared/journeys/definition.ts';
import type { LiveJourney } from '../../shared/journeys/live-journey.ts';
import { parseJourney } from '../../shared/journeys/parse-journey.ts';
import {
  type CompiledSegments,
  compileSegments,
  type LiveComputed,
  type LiveCondition,
} from '../../shared/segments/compile.ts';
import { parseSegment } from '../../shared/segments/parse-segment.ts';

/** The published definitions as profiles need them, compiled once per definitions version. */
export type LiveRules = {
  readonly number: number;
  readonly compiled: CompiledSegments;
  readonly computed: readonly LiveComputed[];
  readonly journeys: readonly LiveJourney[];
  readonly rules: IdentityRules;
  readonly protectedTraits: readonly string[];
};

/** Reads the definitions version on every call and loads again only when it moved: what a PUT answered is in force at once. */
export function liveRulesReader(definitions: DefinitionReader): () => Promise<LiveRules> {
  let held: LiveRules | undefined;
  return async () => {
    const number = await definitions.number();
    if (held?.number !== number) held = compileRules(await definitions.load(RULE_KINDS));
    return held;
  };
}

const RULE_KINDS = ['workspace', 'computed', 'segment', 'journey'];

type Loaded = Awaited<ReturnType<DefinitionReader['load']>>;

/** Everything that decides about profiles, ready to use, from the definitions in force. */
export function compileRules({ number, definitions }: Loaded): LiveRules {
  const workspace = workspaceSchema.parse(bodyOf(definitions, 'workspace') ?? {});
  const live = definitions
    .filter(({ kind }) => kind === 'segment')
    .map(({ body, since }) => ({ segment: parseSegment(body).segment, since }));
  const running = definitions
    .filter(({ kind }) => kind === 'journey')
    .map(({ body, version, since }) => ({ journey: parseJourney(body).journey, version, since }));
  const conditions = running.flatMap(conditionsOf);
  const computed = liveComputed(definitions);
  const compiled = compileSegments(live, { timezone: workspace.timezone, conditions, computed });
  return {
    number,
    compiled,
    computed,
    journeys: running.map(({ journey, version }) => ({
      journey,
      version,
      exitWindows: exitConditions(journey).flatMap(({ key }) => compiled.conditions.get(key)?.windows ?? []),
    })),
    rules: compileIdentityRules(workspace.identity),
    protectedTraits: workspace.protectedTraits,
  };
}

type Published = { readonly journey: Journey; readonly since: number };

/** Branches ask at any time; exits must be known when an entry arrives late. */
function conditionsOf({ journey, since }: Published): LiveCondition[] {
  return [...journeyConditions(journey), ...exitConditions(journey)].map((one) => ({ ...one, since }));
}

function exitConditions({ id, exit = [] }: Journey) {
  return exit.map((condition, index) => ({ key: `${id}/exit/${index}`, condition }));
}

function bodyOf(definitions: readonly LiveDefinition[], kind: string): unknown {
  return definitions.find((definition) => definition.kind === kind)?.body;
}
