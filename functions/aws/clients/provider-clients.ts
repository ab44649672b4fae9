import { SESClient } from '@aws-sdk/client-ses';
import { SNSClient } from '@aws-sdk/client-sns';

// one attempt: the SDK's own retry of a call whose answer was lost would send twice
const once = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
};

let ses: SESClient | undefined;
let sns: SNSClient | undefined;

export const sesClient = (): SESClient => (ses ??= new SESClient(once));
export const snsClient = (): SNSClient => (sns ??= new SNSClient(once));
