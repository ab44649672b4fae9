import type { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { joinedPuts } from '../../../functions/aws/batch-write.ts';

type Requests = Record<string, { PutRequest: { Item: { id: { S: string } } } }[]>;

/** A client that takes all but what it is told to refuse, a number of times. */
function recordingClient(refusals: Requests[] = []) {
  const calls: Requests[] = [];
  const send = async ({ input }: { input: { RequestItems: Requests } }) => {
    calls.push(input.RequestItems);
    return { UnprocessedItems: refusals.shift() ?? {} };
  };
  const idsOf = (call: Requests) =>
    Object.values(call).flatMap((requests) => requests.map(({ PutRequest }) => PutRequest.Item.id.S));
  return { client: { send } as unknown as DynamoDBClient, calls, idsOf }; // nothing else is called
}

describe('joined puts', () => {
  it('leave as one request for several tables when asked for in one turn', async () => {
    const { client, calls } = recordingClient();
    const put = joinedPuts(client);

    await Promise.all([put('a', { id: '1' }), put('b', { id: '2' }), put('a', { id: '3' })]);

    expect(calls).toHaveLength(1);
    expect(calls[0]?.a).toHaveLength(2);
    expect(calls[0]?.b).toHaveLength(1);
  });

  it('leave 25 at a time, each once', async () => {
    const { client, calls, idsOf } = recordingClient();
    const put = joinedPuts(client);
    const ids = Array.from({ length: 60 }, (_, index) => String(index));

    await Promise.all(ids.map((id) => put('a', { id })));

    expect(calls.map((call) => idsOf(call).length)).toEqual([25, 25, 10]);
    expect(calls.flatMap(idsOf)).toEqual(ids);
  });

  it('come again when they were not taken, and are done only then', async () => {
    const refused = { a: [{ PutRequest: { Item: { id: { S: '2' } } } }] };
    const { client, calls, idsOf } = recordingClient([refused]);
    const put = joinedPuts(client);

    await Promise.all([put('a', { id: '1' }), put('a', { id: '2' })]);

    expect(calls.map(idsOf)).toEqual([['1', '2'], ['2']]);
  });

  it('fail together, and the next ones are not held up by it', async () => {
    const { client, calls } = recordingClient();
    const send = client.send.bind(client);
    let isDown = true;
    client.send = (async (command: BatchWriteItemCommand) => {
      if (isDown) throw new Error('not reached');
      return send(command);
    }) as unknown as typeof client.send; // the recording client's own
    const put = joinedPuts(client);

    const outcomes = await Promise.allSettled([put('a', { id: '1' }), put('a', { id: '2' })]);
    isDown = false;
    await put('a', { id: '3' });

    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(calls).toHaveLength(1);
  });
});
