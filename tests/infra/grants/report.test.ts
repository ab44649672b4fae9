import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { reportUsage } from '../../../infra/grants/report.ts';
import { readUsage } from '../../../infra/grants/usage.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const orders = 'arn:aws:dynamodb:us-east-1:000000000000:table/shop-DataOrders1A';
const secret = (ending: string) => `arn:aws:secretsmanager:us-east-1:000000000000:secret:key-${ending}`;
const call = (action: string, resource: string, count: number) => ({ action, resource, count });
const left = (calls: object[], denials: object[] = []) => ({
  functions: [{ function: 'shop-accept', role: 'AcceptRole', calls }],
  roles: [{ role: 'JourneysRole', calls: [call('lambda:InvokeFunction', '*', 1)] }],
  denials,
});

/** What clouds with these reports left. */
function usageOf(...reports: object[]) {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-iam-'));
  folders.push(folder);
  for (const [index, report] of reports.entries())
    writeFileSync(join(folder, `${index}.json`), JSON.stringify(report));
  return readUsage(folder);
}

describe('the report of grants', () => {
  it('adds up the clouds, whatever a secret is called in each', () => {
    const usage = usageOf(
      left([call('secretsmanager:GetSecretValue', secret('a1b2c3'), 2)]),
      left([call('secretsmanager:GetSecretValue', secret('d4e5f6'), 3)]),
    );

    expect(usage).toMatchObject({ clouds: 2, denials: [] });
    expect(usage.grants).toEqual([
      { owner: 'shop-accept', ...call('secretsmanager:GetSecretValue', secret('??????'), 5) },
      { owner: 'JourneysRole', ...call('lambda:InvokeFunction', '*', 2) },
    ]);
  });

  it('adds up the clouds, whenever each made the stream of a table', () => {
    const stream = (createdAt: string) => `${orders}/stream/${createdAt}`;
    const usage = usageOf(
      left([call('dynamodb:GetRecords', stream('2026-11-22T02:14:13.888'), 1)]),
      left([call('dynamodb:GetRecords', stream('2026-11-22T02:13:23.409'), 1)]),
    );

    expect(usage.grants[0]).toMatchObject(call('dynamodb:GetRecords', stream('????-??-??T??:??:??.???'), 2));
  });

  it('finds grants that nothing used unless there is a reason', () => {
    const usage = usageOf(left([call('dynamodb:Query', orders, 0), call('dynamodb:PutItem', orders, 0)]));
    const reasons = [
      { owner: 'accept', action: 'dynamodb:Query', resource: '-dataorders', reason: 'long lists' },
    ];

    const { text, faults } = reportUsage(usage, reasons);

    expect(faults).toEqual([`nothing used dynamodb:PutItem on ${orders} of shop-accept`]);
    expect(text).toMatch(/dynamodb:Query +table\/shop-DataOrders1A +0 +long lists/);
    expect(text).toMatch(/dynamodb:PutItem +table\/shop-DataOrders1A +0 +UNUSED/);
    expect(text).toContain(
      '3 grants of 2 roles in 1 local clouds: 1 used, 1 unused with a reason, 1 unused, 0 denials',
    );
  });

  it('takes every denial for a fault', () => {
    const usage = usageOf(left([], [{ message: 'User: a is not authorized' }]));

    expect(reportUsage(usage, []).faults).toEqual(['User: a is not authorized']);
  });
});
