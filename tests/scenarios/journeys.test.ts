import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addToCart, consent, identify, order, publishJourneys } from '../support/cloud/journey-fixtures.ts';
import { HOUR, MINUTE, RunningCloud } from '../support/cloud/running-cloud.ts';

let shop: RunningCloud;
beforeAll(async () => {
  shop = await RunningCloud.start();
  await publishJourneys(shop);
});
afterAll(() => shop.stop());

const to = async (name: string, subject = /./) =>
  (await shop.sent(`to=${name}@shop.example`)).filter((message) => subject.test(message.subject ?? ''));
const reasonOf = async (userId: string, journey = 'abandoned-cart') => {
  const profile = await shop.profile(`userId=${userId}`);
  const entries = await shop.ledger(journey);
  return entries
    .filter(({ profileId }) => profileId === profile?.profileId)
    .map(({ state, reason }) => ({ state, reason }));
};

describe('an abandoned cart', () => {
  it('brings exactly one mail after an hour, with her name and cart, in her language', async () => {
    const anna = { userId: 'anna' };
    const polish = { context: { locale: 'pl-PL' } };
    await shop.send({ ...consent(anna), ...polish }, { ...identify(anna, 'Anna'), ...polish });
    await shop.send({ ...addToCart(anna, 'Blue Kettle'), ...polish });

    await shop.cloud.advance(HOUR - MINUTE);
    expect(await to('anna', /koszyk/)).toEqual([]);
    await shop.cloud.advance(2 * MINUTE);
    await shop.cloud.advance(24 * HOUR);

    const [mail, ...others] = await to('anna', /koszyk/);
    expect(others).toEqual([]);
    expect(mail?.subject).toBe('Anna, koszyk czeka');
    expect(mail?.text).toContain('Blue Kettle');
    expect(mail?.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
    expect(await reasonOf('anna')).toEqual([{ state: 'SENT', reason: undefined }]);
  });

  it('brings none to one who bought meanwhile', async () => {
    const bert = { userId: 'bert' };
    await shop.send(consent(bert), identify(bert, 'Bert'), addToCart(bert, 'Cup'));
    await shop.cloud.advance(30 * MINUTE);
    await shop.send(order(bert));
    await shop.cloud.advance(24 * HOUR);

    expect(await to('bert', /cart/)).toEqual([]);
    const profile = await shop.profile('userId=bert');
    const runs = (await shop.runs('abandoned-cart')).filter(
      ({ profileId }) => profileId === profile?.profileId,
    );
    expect(runs).toMatchObject([{ status: 'exited', reason: 'exit-event' }]);
  });

  it('brings none to one who unsubscribed, and the ledger says why', async () => {
    const cora = { userId: 'cora' };
    await shop.send(consent(cora), identify(cora, 'Cora'), addToCart(cora, 'Cup'));
    await shop.cloud.advance(10 * MINUTE);
    const [welcome] = await to('cora', /Welcome/);
    const link = /Unsubscribe: (\S+)/.exec(welcome?.text ?? '')?.[1] ?? '';
    expect((await fetch(link)).status).toBe(200);
    expect(await reasonOf('cora')).toEqual([]);
    expect((await fetch(link, { method: 'POST', body: 'List-Unsubscribe=One-Click' })).status).toBe(200);
    await shop.cloud.drain();
    await shop.cloud.advance(2 * HOUR);

    expect(await to('cora', /cart/)).toEqual([]);
    expect(await reasonOf('cora')).toEqual([{ state: 'SKIPPED', reason: 'unsubscribed' }]);
  });

  it('brings none to one whose purchase arrives after the merge', async () => {
    await shop.send(addToCart({ anonymousId: 'dora-phone' }, 'Cup'));
    await shop.send(consent({ userId: 'dora' }));
    await shop.send({ ...identify({ userId: 'dora' }, 'Dora'), anonymousId: 'dora-phone' });
    await shop.send(order({ userId: 'dora' }));
    await shop.cloud.advance(2 * HOUR);

    expect(await to('dora', /cart/)).toEqual([]);
  });
});

describe('a welcome', () => {
  it('comes once, although she signs in on a second device', async () => {
    const [phone, laptop] = [{ anonymousId: 'eva-phone' }, { anonymousId: 'eva-laptop' }];
    await shop.send(consent(phone), identify(phone, 'Eva'));
    await shop.send({ ...identify(laptop, 'Eva'), userId: 'eva' });
    await shop.send({ ...identify(phone, 'Eva'), userId: 'eva' });
    await shop.cloud.advance(HOUR);

    expect(await to('eva', /Welcome/)).toHaveLength(1);
  });
});

/** What a backfill is given: the number of the definitions it brings everybody to. */
function isBackfill(input: object): boolean {
  return 'number' in input && Object.keys(input).length === 1;
}

describe('what Step Functions is given', () => {
  it('is ids only', async () => {
    const client = new SFNClient({
      endpoint: shop.cloud.awsUrl,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const machines = (await client.send(new ListStateMachinesCommand({}))).stateMachines ?? [];
    const inputs: object[] = [];
    for (const { stateMachineArn } of machines) {
      const { executions = [] } = await client.send(new ListExecutionsCommand({ stateMachineArn }));
      for (const { executionArn } of executions)
        inputs.push(
          JSON.parse((await client.send(new DescribeExecutionCommand({ executionArn }))).input ?? ''),
        );
    }
    client.destroy();

    const ofRuns = inputs.filter((input) => !isBackfill(input));
    expect(ofRuns.length).toBeGreaterThan(5);
    for (const input of ofRuns)
      expect(Object.keys(input).sort()).toEqual(['entryId', 'journeyId', 'profileId', 'version']);
    for (const name of ['anna', 'Anna', 'Kettle', 'shop.example'])
      expect(JSON.stringify(inputs)).not.toContain(name);
  });
});
