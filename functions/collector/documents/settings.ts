import { type HttpAnswer, type HttpRequest, jsonAnswer } from '../../lib/http.ts';
import type { KnownSource } from '../source-directory.ts';

/** What analytics-next and the mobile SDKs fetch first: where to send, here, and that nothing else is enabled. */
export function answerSettings(request: HttpRequest, writeKey: string): HttpAnswer {
  const host = request.headers.host ?? request.requestContext.domainName;
  const protocol = request.headers['x-forwarded-proto'] === 'http' ? 'http' : 'https';
  return jsonAnswer(200, {
    integrations: { 'Segment.io': { apiKey: writeKey, apiHost: `${host}/v1`, protocol } },
    plan: {},
    edgeFunction: {},
    metrics: { sampleRate: 0 },
  });
}

/** The same for RudderStack's SDKs: a source that is on and sends to nobody else. */
export function answerSourceConfig({ id }: KnownSource, writeKey: string): HttpAnswer {
  return jsonAnswer(200, {
    source: {
      id,
      name: id,
      writeKey,
      enabled: true,
      config: {},
      destinations: [],
      connections: [],
      // the mobile SDKs read nothing without these two
      workspaceId: 'tributary',
      updatedAt: '1970-01-01T00:00:00.000Z',
    },
  });
}
