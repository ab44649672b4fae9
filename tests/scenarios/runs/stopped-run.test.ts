import { ListExecutionsCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { adminClient, bodyOf } from '../../../infra/cli/cloud/admin-client.ts';
import { addToCart, consent, identify, publishJourneys } from '../../support/cloud/journey-fixtures.ts';
import { RunningCloud } from '../../support/cloud/running-cloud.ts';

const dora = { userId: 'dora' };
let shop: RunningCloud;
let sfn: SFNClient;
beforeAll(async () => {
  shop = await RunningCloud.start();
  sfn = new SFNClient({
    endpoint: shop.cloud.awsUrl,
    region: 'us-east-1',
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
  });
  await publishJourneys(shop);
  await shop.send(consent(dora), identify(dora, 'Dora'), addToCart(dora, 'Cup'));
});
afterAll(async () => {
  sfn.destroy();
  await shop.stop();
});

async function read(path: string) {
  const { publicUrl: url, adminToken: token } = shop.cloud;
  const answer = await adminClient({ url, token }).call(z.object({ items: z.unknown().array() }), { path });
  return bodyOf(answer).items;
}

describe('an operator', () => {
  it('stops the execution of a run, which then shows as cancelled', async () => {
    const [{ machineArn: stateMachineArn } = { machineArn: undefined }] = shop.cloud
      .transitions()
      .filter(({ machineArn }) => /welcome|abandoned-cart/.test(machineArn));
    const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn }));
    expect(executions).toHaveLength(1);

    await sfn.send(new StopExecutionCommand({ executionArn: executions[0]?.executionArn }));
    await shop.cloud.drain();

    const runs = [...(await shop.runs('abandoned-cart')), ...(await shop.runs('welcome'))];
    expect(runs.map(({ status }) => status).sort()).toEqual(['cancelled', 'running']);
  });

  it('looks up what a person was sent, and the versions of a definition', async () => {
    const profile = await shop.profile('userId=dora');

    expect(await read(`/messages?profileId=${profile?.profileId}`)).toEqual([]);
    expect(await read('/segments/known/versions')).toHaveLength(1);
  });
});
