import { prepareEvent } from '../../fold/prepare-event.ts';
import { normalizeIdentifier } from '../../identity/kinds/index.ts';
import { type IdentityKey, nodeKey } from '../../identity/node-key.ts';
import type { IdentityRules } from '../../identity/protection/rules.ts';
import type { TimelineEvent } from '../profile-store.ts';

export type Secrets = { readonly identityKey: IdentityKey; readonly rules: IdentityRules };

/** Whether an event belongs to the owner of these nodes: under merge protection its first identifier says so. */
export function isAbout(event: TimelineEvent, keys: ReadonlySet<string>, secrets: Secrets): boolean {
  const [first] = prepareEvent(event, secrets)?.identifiers ?? [];
  return first !== undefined && keys.has(first.key);
}

/** Whether anything in what was posted, right or wrong, is an identifier with one of these nodes. */
export function mentions(value: unknown, keys: ReadonlySet<string>, identityKey: IdentityKey): boolean {
  const types = [...new Set([...keys].map((key) => key.slice(0, key.lastIndexOf(':'))))];
  const isTheirs = (leaf: unknown): boolean =>
    types.some((type) => {
      const text = normalizeIdentifier(type, leaf);
      return text !== undefined && keys.has(nodeKey(identityKey, type, text));
    });
  return leavesOf(value).some((leaf) => keys.has(String(leaf)) || isTheirs(leaf));
}

function leavesOf(value: unknown): unknown[] {
  const leaves: unknown[] = [];
  // what was posted may be nested deeper than a call stack goes
  const open = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === 'object' && next !== null) open.push(...Object.values(next));
    else leaves.push(next);
  }
  return leaves;
}
