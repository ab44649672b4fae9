import { isObject, type Json, type JsonObject } from '../template/json.ts';

export type HttpAnswer = {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
};

export function messageAnswer(status: number, message: string): HttpAnswer {
  const headers = [['content-type', 'application/json']] as const;
  return { status, headers, body: Buffer.from(JSON.stringify({ message })) };
}

export const internalError = messageAnswer(500, 'Internal Server Error');

/** The HTTP answer for what a function returned: as it says, or 200 with its JSON when it says no status. */
export function lambdaAnswer(payload: string): HttpAnswer {
  const result: Json = JSON.parse(payload);
  if (!isObject(result) || result.statusCode === undefined) return inferred(result, payload);
  const status = Number(result.statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return internalError;
  if (result.body !== undefined && result.body !== null && typeof result.body !== 'string')
    return internalError;
  const encoding = result.isBase64Encoded === true ? 'base64' : 'utf8';
  return { status, headers: answerHeaders(result), body: Buffer.from(result.body ?? '', encoding) };
}

function inferred(result: Json, payload: string): HttpAnswer {
  const body = typeof result === 'string' ? result : payload;
  return { status: 200, headers: [['content-type', 'application/json']], body: Buffer.from(body) };
}

function answerHeaders(result: JsonObject): readonly (readonly [string, string])[] {
  const given = Object.entries(isObject(result.headers) ? result.headers : {});
  const headers = given.map(([name, value]) => [name.toLowerCase(), String(value)] as const);
  const cookies = Array.isArray(result.cookies) ? result.cookies : [];
  const hasType = headers.some(([name]) => name === 'content-type');
  return [
    ...(hasType ? [] : [['content-type', 'text/plain;charset=UTF-8'] as const]),
    ...headers,
    ...cookies.map((cookie) => ['set-cookie', String(cookie)] as const),
  ];
}
