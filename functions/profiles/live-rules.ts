import type { DefinitionReader } from '../../shared/definitions/definition-store.ts';
import { scoringKinds } from '../../shared/definitions/kinds/rfm.ts';
import { compileRules, type LiveRules } from '../../shared/definitions/live-rules.ts';

/** Reads the definitions version on every call and loads again only when it moved: what a PUT answered is in force at once. */
export function liveRulesReader(definitions: DefinitionReader): () => Promise<LiveRules> {
  let held: LiveRules | undefined;
  return async () => {
    const number = await definitions.number();
    if (held?.number !== number) held = compileRules(await definitions.load(RULE_KINDS));
    return held;
  };
}

const RULE_KINDS = ['workspace', 'computed', ...scoringKinds, 'list', 'segment', 'journey'];
