import type { DefinitionKind } from '../../shared/definitions/definition-kind.ts';
import { definitionKinds } from '../../shared/definitions/registry.ts';
import { archiveDefinition } from '../../shared/definitions/saving/archive-definition.ts';
import { NotFoundError } from '../../shared/errors.ts';
import type { AdminAnswer, AdminRoute } from '../lib/admin-http.ts';
import type { AdminRequest } from '../lib/admin-request.ts';
import { savedAnswer } from './definition-answer.ts';
import { getDefinition, listDefinitions, listVersions, type ReadPorts } from './read-definition.ts';
import { putDefinition, type SavePorts, startBackfill, validateDefinition } from './save-definition.ts';

export type AdminPorts = SavePorts & ReadPorts;

/** The same table for every kind; what there is only one of has no list, and what is always in force no archive. */
export const definitionRoutes = (ports: AdminPorts): AdminRoute[] =>
  definitionKinds.flatMap((kind) => (kind.only ? onlyRoutes(ports, kind) : kindRoutes(ports, kind)));

function kindRoutes(ports: AdminPorts, kind: DefinitionKind): AdminRoute[] {
  const all = `/admin/v1/${kind.path}`;
  const one = `${all}/{id}`;
  return [
    { method: 'GET', path: all, answer: (request) => listDefinitions(ports, kind, request) },
    {
      method: 'POST',
      path: `${all}/validate`,
      answer: (request) => validateDefinition(ports, kind, request),
    },
    { method: 'GET', path: one, answer: (request) => getDefinition(ports, kind, request) },
    { method: 'PUT', path: one, answer: (request) => putDefinition(ports, kind, request) },
    archiveRoute(ports, kind, one),
    { method: 'GET', path: `${one}/versions`, answer: (request) => listVersions(ports, kind, request) },
  ];
}

function onlyRoutes(ports: AdminPorts, kind: DefinitionKind): AdminRoute[] {
  const path = `/admin/v1/${kind.path}`;
  return [
    { method: 'GET', path, answer: (request) => getDefinition(ports, kind, request) },
    { method: 'PUT', path, answer: (request) => putDefinition(ports, kind, request) },
    {
      method: 'POST',
      path: `${path}/validate`,
      answer: (request) => validateDefinition(ports, kind, request),
    },
    { method: 'GET', path: `${path}/versions`, answer: (request) => listVersions(ports, kind, request) },
    ...(kind.only?.body ? [] : [archiveRoute(ports, kind, path)]),
  ];
}

function archiveRoute(ports: AdminPorts, kind: DefinitionKind, path: string): AdminRoute {
  return { method: 'DELETE', path, answer: (request) => archive(ports, kind, request) };
}

async function archive(
  ports: SavePorts,
  kind: DefinitionKind,
  { parameters, ifMatch, by }: AdminRequest,
): Promise<AdminAnswer> {
  const id = parameters.id ?? kind.only?.id ?? '';
  const outcome = await archiveDefinition(ports.store, { kind, id, ifMatch });
  if (outcome.status === 'missing') throw new NotFoundError(`there is no ${kind.kind} \`${id}\``);
  if (outcome.status === 'changed') ports.audit({ by, ...outcome.entry });
  await startBackfill(ports, kind, outcome);
  return savedAnswer(outcome, { warnings: [] });
}
