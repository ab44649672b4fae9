import { postBatch, type Target } from '../../../infra/cli/replay/collector.ts';
import type { Batch } from './traffic.ts';

const CONNECTIONS = 8;
// an SDK that got no answer sends the same batch again
const BATCHES_PER_REPEAT = 50;

export type Posting = {
  readonly target: Target;
  readonly batches: Iterator<Batch, never>;
  /** the ids of all events that were accepted so far */
  readonly accepted: Set<string>;
};

/** Posts as fast as is answered until the time is up, some batches twice. */
export async function postFor(milliseconds: number, posting: Posting): Promise<void> {
  const end = performance.now() + milliseconds;
  let number = 0;
  const connection = async (): Promise<void> => {
    while (performance.now() < end) {
      const { value: batch } = posting.batches.next();
      number += 1;
      await post(posting, batch);
      if (number % BATCHES_PER_REPEAT === 0) await post(posting, batch);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
}

async function post({ target, accepted }: Posting, batch: Batch): Promise<void> {
  const answer = await postBatch(target, batch);
  if (answer.accepted !== batch.length)
    throw new Error(`${answer.accepted} of ${batch.length} events accepted: ${answer.rejected[0]?.message}`);
  for (const { messageId } of batch) accepted.add(messageId);
}
