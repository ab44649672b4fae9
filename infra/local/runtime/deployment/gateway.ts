import { HttpApi, type HttpApiPorts } from '../http/http-api.ts';
import { type HttpAnswer, messageAnswer } from '../http/lambda-answer.ts';
import type { HttpRequest } from '../http/request-event.ts';
import type { Gateway } from './local-services.ts';

export type PublicGateway = Gateway & {
  readonly scopes: () => readonly string[];
  handle(request: HttpRequest): Promise<HttpAnswer>;
};

/** The one public HTTP API and what it is put together from. */
export function createGateway(ports: HttpApiPorts): PublicGateway {
  let only: HttpApi | undefined;
  return {
    integrations: new Map(),
    issuers: new Map(),
    createApi(id) {
      if (only !== undefined)
        throw new Error(`one HTTP API is served here, "${only.id}"; "${id}" would be a second`);
      only = new HttpApi(id, ports);
      return only;
    },
    api(id) {
      if (only?.id !== id) throw new Error(`no HTTP API "${id}"`);
      return only;
    },
    scopes: () => only?.scopes ?? [],
    handle: async (request) => (await only?.handle(request)) ?? messageAnswer(404, 'Not Found'),
  };
}
