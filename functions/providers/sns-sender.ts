import {
  CreatePlatformEndpointCommand,
  PublishCommand,
  type PublishCommandInput,
  type SNSClient,
} from '@aws-sdk/client-sns';
import type { PushMessage } from '../../shared/messaging/channels/message.ts';
import type { Senders, SendOutcome } from '../../shared/messaging/channels/sender.ts';
import { outcomeOfFailure } from './failed-call.ts';

const PUSH_SECONDS = 86_400; // a notification that reaches a phone later than this is not shown

export const snsSmsSender = (client: SNSClient): Senders['sms'] => {
  return ({ to, text, sendId, class: messageClass }) =>
    publish(client, {
      PhoneNumber: to,
      Message: text,
      MessageAttributes: {
        'AWS.SNS.SMS.SMSType': attribute(messageClass === 'marketing' ? 'Promotional' : 'Transactional'),
        sendId: attribute(sendId),
      },
    });
};

type PushOptions = {
  readonly client: SNSClient;
  /** ARN of the platform application; empty where there is none */
  readonly application: string;
};

/** One message to all devices of a person: it counts as sent when one of them was reached, so it is never repeated for the rest. */
export const snsPushSender = ({ client, application }: PushOptions): Senders['push'] => {
  if (application === '')
    return async () => ({ status: 'rejected', reason: 'no push application is configured' });
  return async (push) => {
    // at once: one after the other could outlast the function
    const calls = push.tokens.map((token) => pushTo(client, { application, token, push }));
    return bestOf(await Promise.all(calls));
  };
};

// what is certain and good first; a doubt stands before a refusal, because it forbids a second try
const RANKS: readonly SendOutcome['status'][] = ['accepted', 'unsettled', 'not-now', 'rejected'];

function bestOf(outcomes: readonly SendOutcome[]): SendOutcome {
  for (const rank of RANKS) {
    const found = outcomes.find(({ status }) => status === rank);
    if (found) return found;
  }
  return { status: 'rejected', reason: 'no device' };
}

type Push = { readonly application: string; readonly token: string; readonly push: PushMessage };

async function pushTo(client: SNSClient, { application, token, push }: Push): Promise<SendOutcome> {
  let endpoint: string | undefined;
  try {
    // answers the endpoint that is there, so nothing has to remember it
    const command = new CreatePlatformEndpointCommand({ PlatformApplicationArn: application, Token: token });
    endpoint = (await client.send(command)).EndpointArn;
  } catch (error) {
    const outcome = outcomeOfFailure(error);
    // nothing was published yet, whatever became of the endpoint
    return outcome.status === 'unsettled' ? { status: 'not-now', reason: 'endpoint not made' } : outcome;
  }
  return publish(client, {
    TargetArn: endpoint,
    MessageStructure: 'json',
    Message: JSON.stringify(payloadsOf(push)),
    MessageAttributes: {
      'AWS.SNS.MOBILE.APNS.TTL': attribute(String(PUSH_SECONDS)),
      'AWS.SNS.MOBILE.FCM.TTL': attribute(String(PUSH_SECONDS)),
      sendId: attribute(push.sendId),
    },
  });
}

/** One text per platform; SNS takes the one of the endpoint. */
function payloadsOf({ title, body, sendId }: PushMessage): Record<string, string> {
  const apns = JSON.stringify({ aps: { alert: { title, body }, sound: 'default' }, sendId });
  const gcm = JSON.stringify({
    fcmV1Message: { message: { notification: { title, body }, data: { sendId } } },
  });
  return { default: title === '' ? body : `${title}\n${body}`, APNS: apns, APNS_SANDBOX: apns, GCM: gcm };
}

async function publish(client: SNSClient, input: PublishCommandInput): Promise<SendOutcome> {
  try {
    const { MessageId } = await client.send(new PublishCommand(input));
    return { status: 'accepted', providerId: MessageId ?? '' };
  } catch (error) {
    return outcomeOfFailure(error);
  }
}

const attribute = (value: string) => ({ DataType: 'String', StringValue: value });
