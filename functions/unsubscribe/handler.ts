import type { EventLog } from '../../shared/events/event-log.ts';
import type { IdentityKey } from '../../shared/identity/node-key.ts';
import { readUnsubscribeToken } from '../../shared/messaging/unsubscribe-token.ts';
import { type HttpAnswer, type HttpHandler, type HttpRequest, httpHandler } from '../lib/http.ts';
import { askPage, donePage, faultPage, unknownPage } from './page.ts';
import { unsubscribe } from './unsubscribe.ts';

export type UnsubscribePorts = {
  readonly log: EventLog;
  readonly loadIdentityKey: () => Promise<IdentityKey>;
  readonly now: () => Date;
};

/** `GET /u/{token}` shows a page and changes nothing; `POST`, by its button or by a mail program, unsubscribes at once. */
export function unsubscribeHandler(ports: UnsubscribePorts): HttpHandler {
  return httpHandler(
    (request) => answer(ports, request),
    ({ status }) => faultPage(status),
  );
}

// the body of a post says nothing that the token does not: browsers send it empty, mail programs `List-Unsubscribe=One-Click`
async function answer(ports: UnsubscribePorts, request: HttpRequest): Promise<HttpAnswer> {
  const token = /\/u\/([^/]+)$/.exec(request.rawPath)?.[1] ?? '';
  const grant = readUnsubscribeToken(await ports.loadIdentityKey(), token);
  if (!grant) return unknownPage();
  if (request.requestContext.http.method !== 'POST') return askPage(grant);
  await unsubscribe(ports.log, grant, ports.now());
  return donePage(grant);
}
