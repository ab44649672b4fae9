import { describe, expect, it } from 'vitest';
import { createIam, type Denial } from '../../../../infra/local/iam/iam.ts';

const role = { roleArn: 'arn:aws:iam::000000000000:role/shop', session: 'shop-accept' };
const orders = 'arn:aws:dynamodb:us-east-1:000000000000:table/orders';
const get = { action: 'dynamodb:GetItem', resource: orders };
const put = { action: 'dynamodb:PutItem', resource: orders };
const statement = (Effect: string, Action: string) => ({ Statement: { Effect, Action, Resource: orders } });

/** A role that may get orders, and what is told of denials. */
function start() {
  const told: string[] = [];
  const iam = createIam(
    () => 0,
    ({ action }: Denial) => told.push(action),
  );
  iam.createRole('shop');
  iam.addPolicy('shop', statement('Allow', 'dynamodb:GetItem'), 'Shop/Role');
  return { iam, told };
}

describe('what a role asks again and again', () => {
  it('is counted each time', () => {
    const { iam } = start();

    for (let times = 0; times < 3; times++) expect(iam.check(role, [get])).toBeUndefined();

    expect(iam.uses()).toEqual([{ role: 'shop', calls: [{ ...get, count: 3 }] }]);
  });

  it('is told once when it is denied, and listed each time', () => {
    const { iam, told } = start();

    for (let times = 0; times < 3; times++) expect(iam.check(role, [get, put])).toMatchObject(put);

    expect(told).toEqual(['dynamodb:PutItem']);
    expect(iam.denials()).toHaveLength(3);
  });

  it('is decided anew by a policy that comes later', () => {
    const { iam } = start();
    expect(iam.check(role, [get])).toBeUndefined();
    expect(iam.check(role, [put])).toBeDefined();

    iam.addPolicy('shop', statement('Deny', 'dynamodb:GetItem'), 'Shop/Late');
    iam.addPolicy('shop', statement('Allow', 'dynamodb:PutItem'), 'Shop/Late');

    expect(iam.check(role, [get])).toBeDefined();
    expect(iam.check(role, [put])).toBeUndefined();
  });

  it('depends on the context of the call', () => {
    const { iam } = start();
    const pass = (service: string) => ({
      action: 'iam:PassRole',
      resource: orders,
      context: { 'iam:passedtoservice': service },
    });
    const Condition = { StringEquals: { 'iam:PassedToService': 'states.amazonaws.com' } };
    const Statement = { Effect: 'Allow', Action: 'iam:PassRole', Resource: '*', Condition };
    iam.addPolicy('shop', { Statement }, 'Shop/Pass');

    expect(iam.check(role, [pass('states.amazonaws.com')])).toBeUndefined();
    expect(iam.check(role, [pass('lambda.amazonaws.com')])).toBeDefined();
  });
});
