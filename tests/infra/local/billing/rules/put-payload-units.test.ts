import { describe, expect, it } from 'vitest';
import { putPayloadUnits } from '../../../../../infra/local/billing/rules/put-payload-units.ts';

const record = (bytes: number, PartitionKey = 'k') => ({
  Data: Buffer.alloc(bytes - PartitionKey.length).toString('base64'),
  PartitionKey,
});
const taken = (count: number) => ({
  Records: Array.from({ length: count }, () => ({ SequenceNumber: '1' })),
});

describe('PUT payload units', () => {
  it.each([
    [1, 1],
    [25_600, 1],
    [25_601, 2],
    [51_200, 2],
    [1_048_576, 41],
  ])('count a record of %i bytes, its key included, as %i', (bytes, units) => {
    expect(putPayloadUnits('PutRecord', record(bytes), {})).toBe(units);
  });

  it('round each record of a call by itself', () => {
    const input = { Records: [record(10), record(10), record(30_000)] };

    expect(putPayloadUnits('PutRecords', input, taken(3))).toBe(4);
  });

  it('leave out records that the stream refused', () => {
    const refused = { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'too many' };
    const answer = { FailedRecordCount: 1, Records: [{ SequenceNumber: '1' }, refused] };

    expect(putPayloadUnits('PutRecords', { Records: [record(10), record(10)] }, answer)).toBe(1);
  });

  it('are not used by reading', () => {
    expect(putPayloadUnits('GetRecords', { ShardIterator: 'i' }, { Records: [] })).toBe(0);
  });
});
