import { compileIdentityRules, type IdentityRules } from '../identity/protection/rules.ts';
import { entryConditions, journeyConditions } from '../journeys/conditions.ts';
import type { Journey } from '../journeys/definition.ts';
import type { LiveJourney } from '../journeys/live-journey.ts';
import { parseJourney } from '../journeys/parse-journey.ts';
import {
  type Askable,
  type CompiledSegments,
  compileSegments,
  type LiveComputed,
  type LiveCondition,
  type LiveSegment,
} from '../segments/compile.ts';
import { parseSegment } from '../segments/parse-segment.ts';
import type { LiveRfm } from '../segments/rfm/compile-rfm.ts';
import type { LiveList } from '../segments/standing/list.ts';
import type { DefinitionReader, LiveDefinition } from './definition-store.ts';
import { liveComputed } from './kinds/computed.ts';
import { liveLists } from './kinds/list.ts';
import { liveRfm } from './kinds/rfm.ts';
import { workspaceSchema } from './kinds/workspace.ts';

/** The published definitions as profiles need them, compiled once per definitions version. */
export type LiveRules = {
  readonly number: number;
  readonly compiled: CompiledSegments;
  readonly segments: readonly LiveSegment[];
  readonly computed: readonly LiveComputed[];
  readonly rfm: LiveRfm | undefined;
  readonly lists: readonly LiveList[];
  readonly journeys: readonly LiveJourney[];
  readonly rules: IdentityRules;
  readonly protectedTraits: readonly string[];
};

type Loaded = Awaited<ReturnType<DefinitionReader['load']>>;

/** Everything that decides about profiles, ready to use, from the definitions in force. */
export function compileRules({ number, definitions }: Loaded): LiveRules {
  const workspace = workspaceSchema.parse(bodyOf(definitions, 'workspace') ?? {});
  const segments = definitions
    .filter(({ kind }) => kind === 'segment')
    .map(({ body, since }) => ({ segment: parseSegment(body).segment, since }));
  const running = definitions
    .filter(({ kind }) => kind === 'journey')
    .map(({ body, version, since }) => ({ journey: parseJourney(body).journey, version, since }));
  const conditions = running.flatMap(conditionsOf);
  const computed = liveComputed(definitions);
  const { timezone } = workspace;
  const rfm = liveRfm(definitions);
  const lists = liveLists(definitions);
  const compiled = compileSegments(segments, { timezone, conditions, computed, rfm, lists });
  return {
    number,
    compiled,
    segments,
    computed,
    rfm,
    lists,
    journeys: running.map(({ journey, version }) => ({
      journey,
      version,
      exitWindows: exitConditions(journey).flatMap(({ key }) => compiled.conditions.get(key)?.windows ?? []),
    })),
    rules: compileIdentityRules(workspace.identity),
    protectedTraits: workspace.protectedTraits,
  };
}

/** What a condition may ask about that is compiled apart from them. */
export function askableIn({ compiled: { timezone }, computed, rfm, lists, segments }: LiveRules): Askable {
  return { timezone, computed, rfm, lists, askable: segments };
}

type Published = { readonly journey: Journey; readonly since: number };

/** Branches ask at any time; exits must be known when an entry arrives late. */
function conditionsOf({ journey, since }: Published): LiveCondition[] {
  const all = [...journeyConditions(journey), ...entryConditions(journey), ...exitConditions(journey)];
  return all.map((one) => ({ ...one, since }));
}

function exitConditions({ id, exit = [] }: Journey) {
  return exit.map((condition, index) => ({ key: `${id}/exit/${index}`, condition }));
}

function bodyOf(definitions: readonly LiveDefinition[], kind: string): unknown {
  return definitions.find((definition) => definition.kind === kind)?.body;
}
