import * as z from 'zod';
import type { SendOutcome } from '../../shared/messaging/channels/sender.ts';

const answeredSchema = z.object({ $metadata: z.object({ httpStatusCode: z.number() }) });

const TOO_MUCH = /Throttl|TooManyRequests|LimitExceeded|KMSThrottling/;
// the provider refuses us, not the message: somebody has to see to it, and the message waits
const NOT_US = new Set([401, 403, 429]);

/** What a call that threw came to. Only an answer of the provider says that nothing went out; anything else leaves it open. */
export function outcomeOfFailure(error: unknown): SendOutcome {
  const status = answeredSchema.safeParse(error).data?.$metadata.httpStatusCode;
  if (!(error instanceof Error) || status === undefined || status < 400 || status >= 500)
    return { status: 'unsettled', cause: error };
  // the name only: a message may quote the address
  if (NOT_US.has(status) || TOO_MUCH.test(error.name)) return { status: 'not-now', reason: error.name };
  return { status: 'rejected', reason: error.name };
}
