import type { DefinitionBody, DefinitionKind } from '../../shared/definitions/definition-kind.ts';
import type { IndexEntry } from '../../shared/definitions/definition-store.ts';
import { latestVersion } from '../../shared/definitions/saving/decide-save.ts';
import type { SaveOutcome } from '../../shared/definitions/saving/save-definition.ts';
import { RETENTION_DAYS } from '../../shared/duration.ts';
import { type AdminAnswer, problem } from '../lib/admin-http.ts';

const DAY = 86_400_000;

// what the answers below add to a body; a body that was read may be sent back with them
const answeredFields = [
  'version',
  'status',
  'draft',
  'progress',
  'failure',
  'savedAt',
  'members',
  'countedOn',
  'countsSince',
  'warnings',
  'changed',
];

export const etagOf = (version: number): Record<string, string> => ({ etag: `"${version}"` });

export const viewOf = (
  entry: IndexEntry,
  body: DefinitionBody,
  more: { status: string; savedAt: string | undefined },
): DefinitionBody => ({ ...body, version: entry.version, draft: entry.draft, ...more });

/** The earliest events that a definition without a time limit can know: what happened when it was saved was kept so long. */
export function reachOf(kind: DefinitionKind, body: DefinitionBody, savedAt: Date): { countsSince?: string } {
  if (!kind.isOpenEnded?.(body)) return {};
  return { countsSince: new Date(savedAt.getTime() - RETENTION_DAYS * DAY).toISOString() };
}

export function withoutAnswered(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([field]) => !answeredFields.includes(field)));
}

type Said = {
  readonly warnings: readonly string[];
  readonly reach?: { countsSince?: string };
  /** fields of the body */
  readonly answered?: readonly string[] | undefined;
};

export function savedAnswer(outcome: SaveOutcome, { warnings, reach, answered = [] }: Said): AdminAnswer {
  if (outcome.status === 'stale') return staleAnswer(outcome.latest);
  if (outcome.status === 'refused') {
    const { code, message, pointer, allowed } = outcome;
    // a pointer says what to change in what was sent; without one the rest of the workspace is in the way
    return problem(pointer === undefined ? 409 : 400, { code, message, pointer, allowed });
  }
  const { entry, body, status } = outcome;
  const { id } = entry;
  const filled = Object.fromEntries(answered.map((field) => [field, body[field]]));
  const version = latestVersion(entry);
  const state = entry.draft === undefined ? entry.status : 'draft';
  return {
    status: status === 'created' ? 201 : 200,
    headers: etagOf(version),
    body: { id, version, status: state, changed: status !== 'unchanged', warnings, ...reach, ...filled },
  };
}

const staleAnswer = (latest: number): AdminAnswer => ({
  ...problem(412, {
    code: 'stale',
    message: `the latest version is ${latest}; read it again before saving over it`,
    allowed: `"${latest}"`,
  }),
  headers: etagOf(latest),
});
