import { describe, expect, it } from 'vitest';
import { lambdaAnswer } from '../../../../../infra/local/runtime/http/lambda-answer.ts';

type Expected = { status: number; headers: [string, string][]; body: string };

const json: [string, string] = ['content-type', 'application/json'];
const text: [string, string] = ['content-type', 'text/plain;charset=UTF-8'];
const error: Expected = { status: 500, headers: [json], body: '{"message":"Internal Server Error"}' };

describe('the HTTP answer of what a function returned', () => {
  it.each<[unknown, Expected]>([
    [{ statusCode: 204 }, { status: 204, headers: [text], body: '' }],
    [
      { statusCode: 200, headers: { 'Content-Type': 'text/html', 'X-Count': 3 }, body: '<p>' },
      {
        status: 200,
        headers: [
          ['content-type', 'text/html'],
          ['x-count', '3'],
        ],
        body: '<p>',
      },
    ],
    [
      { statusCode: 200, cookies: ['a=1', 'b=2'], body: 'x' },
      { status: 200, headers: [text, ['set-cookie', 'a=1'], ['set-cookie', 'b=2']], body: 'x' },
    ],
    [
      { statusCode: 200, isBase64Encoded: true, body: 'aGk=' },
      { status: 200, headers: [text], body: 'hi' },
    ],
    // without a status it is the body
    [{ hello: 1 }, { status: 200, headers: [json], body: '{"hello":1}' }],
    ['hello', { status: 200, headers: [json], body: 'hello' }],
    [null, { status: 200, headers: [json], body: 'null' }],
    [{ statusCode: 'many' }, error],
    [{ statusCode: 700 }, error],
    [{ statusCode: 200, body: { not: 'text' } }, error],
  ])('%j', (returned, expected) => {
    const { status, headers, body } = lambdaAnswer(JSON.stringify(returned));

    expect({ status, headers, body: body.toString() }).toEqual(expected);
  });
});
