import { RetryableError, RunCancelled } from '../../shared/errors.ts';
import type { Run } from '../../shared/journeys/run-store.ts';
import type { Message } from '../../shared/messaging/channels/message.ts';
import { callSender } from '../../shared/messaging/channels/sender.ts';
import type { SkipReason } from '../../shared/messaging/decide-send.ts';
import type { Claim, Send, SendState, Settlement } from '../../shared/messaging/sends/ledger.ts';
import { sendIdOf } from '../../shared/messaging/sends/send-id.ts';
import type { SendPorts } from './ports.ts';
import { prepareMessage } from './prepare-message.ts';
import type { SendTask } from './send-task.ts';
import { SendUnsettled } from './send-unsettled.ts';

export type SendResult = { readonly state: SendState; readonly reason?: string | undefined };

// the step comes back after 900 s by the clock of Step Functions; ours may be a little behind
const DOUBT_MILLISECONDS = 890_000;

type Attempt = { readonly task: SendTask; readonly sendId: string; readonly run: Run | undefined };

/**
 * One message of one run, never twice: decided, claimed, called once, confirmed. Throws SendUnsettled while it is open
 * whether it went out, RetryableError when it did not and may, RunCancelled when the run is over.
 */
export async function sendMessage(ports: SendPorts, task: SendTask): Promise<SendResult> {
  try {
    return await attemptSend(ports, task);
  } catch (cause) {
    if (answers.some((answer) => cause instanceof answer)) throw cause;
    // the ledger makes every repeat safe, and no answer is no send: a store that fails is asked again later
    throw new RetryableError('a message was not brought to an end', { cause });
  }
}

const answers = [RetryableError, SendUnsettled, RunCancelled];

async function attemptSend(ports: SendPorts, task: SendTask): Promise<SendResult> {
  const sendId = sendIdOf(task);
  const [run, known] = await Promise.all([
    ports.runs.load(task.entryId),
    ports.ledger.load({ entryId: task.entryId, sendId }),
  ]);
  const attempt = { task, sendId, run };
  const result = known ? await resume(ports, attempt, known) : await begin(ports, attempt);
  return finish(ports, attempt, result);
}

/** What an earlier attempt left: nothing is sent again, whatever it was. */
async function resume(ports: SendPorts, { task, sendId }: Attempt, known: Send): Promise<SendResult> {
  if (known.state !== 'CLAIMED') return { state: known.state, reason: known.reason };
  if (ports.now().getTime() - (known.claimedAt ?? 0) < DOUBT_MILLISECONDS) throw new SendUnsettled(sendId);
  await ports.ledger.settle({ entryId: task.entryId, sendId }, { state: 'UNKNOWN' });
  return { state: 'UNKNOWN' };
}

async function begin(ports: SendPorts, attempt: Attempt): Promise<SendResult> {
  const prepared = await claimMessage(ports, attempt);
  return 'claim' in prepared ? call(ports, prepared) : prepared;
}

type Claimed = { readonly claim: Claim; readonly message: Message };

async function claimMessage(ports: SendPorts, attempt: Attempt): Promise<Claimed | SendResult> {
  const { task, sendId, run } = attempt;
  const order = await ports.loadOrder(task);
  const prepared = await prepareMessage(ports, { task, sendId, order, run });
  const now = ports.now();
  const { journeyId, entryId, step } = task;
  const { profileId } = prepared;
  const { channel, templateId: template } = order;
  const send = { sendId, journeyId, profileId, entryId, step, channel, template, at: now.toISOString() };
  const skip = async (reason: SkipReason, detail?: string): Promise<SendResult> => {
    await ports.ledger.skip({ ...send, reason, ...(detail === undefined ? {} : { detail }) });
    return { state: 'SKIPPED', reason };
  };
  if ('skip' in prepared) return skip(prepared.skip, prepared.detail);
  const claim = { ...send, claimedAt: now.getTime() };
  switch (await ports.ledger.claim(claim, prepared.suppressionKeys)) {
    case 'claimed':
      return { claim, message: prepared.message };
    case 'suppressed':
      return skip('suppressed');
    case 'not-running':
      return skip('journey-cancelled');
    case 'taken':
      // another attempt is at it, or was: what it left is read by the next one
      throw new RetryableError(`${sendId} is claimed by another attempt`);
  }
}

async function call(ports: SendPorts, { claim, message }: Claimed): Promise<SendResult> {
  const outcome = await callSender(ports.senders, message);
  switch (outcome.status) {
    case 'accepted':
      return settle(ports, claim, { state: 'SENT', providerId: outcome.providerId });
    case 'rejected':
      return settle(ports, claim, { state: 'REJECTED', reason: outcome.reason });
    case 'not-now':
      await ports.ledger.release(claim);
      throw new RetryableError(
        `the ${claim.channel} provider did not take ${claim.sendId}: ${outcome.reason}`,
      );
    case 'unsettled':
      throw new SendUnsettled(claim.sendId, { cause: outcome.cause });
  }
}

async function settle(ports: SendPorts, claim: Claim, settlement: Settlement): Promise<SendResult> {
  try {
    await ports.ledger.settle(claim, settlement);
    return settlement;
  } catch (cause) {
    // it went out and the ledger does not know: the claim stands, so nobody sends it again
    throw new SendUnsettled(claim.sendId, { cause });
  }
}

async function finish(ports: SendPorts, { task, run }: Attempt, result: SendResult): Promise<SendResult> {
  const isOver = run?.status !== 'running' || result.reason === 'journey-cancelled';
  // a last step that is repeated finds its own run completed
  if (isOver && !(task.endsRun && run?.status === 'completed')) throw new RunCancelled(task.entryId);
  if (task.endsRun)
    await ports.runs.end(task.entryId, { status: 'completed', at: ports.now().toISOString() });
  return result;
}
