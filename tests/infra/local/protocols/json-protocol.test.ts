import { describe, expect, it } from 'vitest';
import { answerJson, type JsonInput } from '../../../../infra/local/protocols/json-protocol.ts';
import { AwsError } from '../../../../infra/local/protocols/service.ts';

const call = (body: string, run: (operation: string, input: JsonInput) => Promise<unknown>) =>
  answerJson(
    {
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem' },
      body: Buffer.from(body),
      accessKeyId: undefined,
    },
    { contentType: 'application/x-amz-json-1.0', run },
  );
const echo = async (operation: string, input: JsonInput) => ({ operation, input });

describe('the JSON protocol of AWS', () => {
  it('runs the operation of the target with the input of the body', async () => {
    const { status, headers, body } = await call('{"TableName":"Profiles"}', echo);

    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'application/x-amz-json-1.0' });
    expect(JSON.parse(String(body))).toEqual({ operation: 'GetItem', input: { TableName: 'Profiles' } });
  });

  it.each(['{', '[]', 'null', '"text"'])('refuses the body %s', async (text) => {
    const { status, body } = await call(text, echo);

    expect(status).toBe(400);
    expect(JSON.parse(String(body))).toMatchObject({ __type: 'SerializationException' });
  });

  it('answers an expected error in the words of AWS, with its details', async () => {
    const { status, body } = await call('{}', async () => {
      throw new AwsError('ThrottlingException', 'too fast', { status: 429, details: { Reason: 'test' } });
    });

    expect(status).toBe(429);
    expect(JSON.parse(String(body))).toEqual({
      __type: 'ThrottlingException',
      message: 'too fast',
      Reason: 'test',
    });
  });
});
