import { describe, expect, it } from 'vitest';
import { homeOf, machineArn, machineName, runExecution } from '../../../functions/machines/machine-names.ts';

const home = homeOf('arn:aws-cn:lambda:cn-north-1:123456789012:function:tributary-prod-react-to-profiles');

describe('names of machines', () => {
  it('are the prefix and the journey', () => {
    expect(machineName('tributary-prod-', 'welcome')).toBe('tributary-prod-welcome');
  });

  it('fit the 80 characters of Step Functions, and long ones that begin alike stay apart', () => {
    const prefix = 'tributary-a-stage-of-20-chars-';
    const [one, other] = ['a', 'b'].map((end) => machineName(prefix, `${'x'.repeat(63)}${end}`));

    expect(one).toHaveLength(80);
    expect(one).toMatch(/^[a-z0-9-]+$/);
    expect(one).not.toBe(other);
  });

  it('stand in the account, region and partition of the function that asks', () => {
    expect(machineArn(home, 'm')).toBe('arn:aws-cn:states:cn-north-1:123456789012:stateMachine:m');
    const { name, arn } = runExecution(home, 'm', { journeyId: 'welcome', entryId: 'e1' });
    expect(arn).toBe(`arn:aws-cn:states:cn-north-1:123456789012:execution:m:${name}`);
    expect(name.length).toBeLessThanOrEqual(80);
  });
});
