import { type HttpAnswer, type HttpRequest, jsonAnswer } from '../lib/http.ts';

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
