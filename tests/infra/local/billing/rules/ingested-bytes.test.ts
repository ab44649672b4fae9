import { describe, expect, it } from 'vitest';
import { ingestedBytes } from '../../../../../infra/local/billing/rules/ingested-bytes.ts';

describe('what Firehose takes in', () => {
  it.each([
    [1, 5_120],
    [5_120, 5_120],
    [5_121, 10_240],
  ])('is billed in steps of 5 KB: a record of %i bytes as %i', (recordBytes, billedBytes) => {
    expect(ingestedBytes(recordBytes)).toBe(billedBytes);
  });
});
