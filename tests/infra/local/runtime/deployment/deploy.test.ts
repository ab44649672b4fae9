import { rm } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { startCloud } from '../../../../../infra/local/cloud.ts';
import { changedAssembly, type Template } from '../../../../support/cloud/changed-assembly.ts';

const assembly = new URL('../../../../fixtures/assembly', import.meta.url).pathname;
const folders: string[] = [];

/** Deploys the fixture's template with a change. */
async function deployChanged(change: (template: Template) => void): Promise<void> {
  const folder = await changedAssembly(assembly, 'Shop', change);
  folders.push(folder);
  const cloud = await startCloud({ assembly: folder, port: 0, awsPort: 0 });
  await cloud.stop();
}

const properties = (id: string, changes: object) => (template: Template) =>
  void Object.assign(template.Resources[id]?.Properties ?? {}, changes);

const resource = (id: string, added: object) => (template: Template) =>
  void Object.assign(template.Resources, { [id]: { Metadata: { 'aws:cdk:path': `Shop/${id}` }, ...added } });

const section = (name: string, value: unknown) => (template: Template) =>
  void Object.assign(template, { [name]: value });

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

describe('a template with something that does not exist locally', () => {
  it.each<[string, (template: Template) => void, string]>([
    [
      'a resource type',
      resource('Cluster', { Type: 'AWS::ECS::Cluster' }),
      'unsupported resource type AWS::ECS::Cluster at Shop/Cluster',
    ],
    [
      'a property',
      properties('AcceptA1', { Layers: [] }),
      'unsupported property "Layers" of AWS::Lambda::Function at Shop/Accept/Resource',
    ],
    [
      'an environment too large for Lambda',
      properties('AcceptA1', { Environment: { Variables: { NOTES: 'x'.repeat(4_096) } } }),
      'environment variables of 4108 bytes, Lambda takes 4096 at Shop/Accept/Resource',
    ],
    [
      'a nested property',
      properties('StoreMapping', { DestinationConfig: { OnSuccess: {} } }),
      'unsupported property "DestinationConfig.OnSuccess" of AWS::Lambda::EventSourceMapping at Shop/Store/Mapping/Resource',
    ],
    [
      'a property in a list',
      properties('WakeRule', { Targets: [{ Arn: 'a', Id: 'b', Input: '{}' }] }),
      'unsupported property "Targets.Input" of AWS::Events::Rule at Shop/Wake/Rule',
    ],
    [
      'a value',
      properties('StoreMapping', { StartingPosition: 'LATEST' }),
      'unsupported StartingPosition "LATEST" (supported: TRIM_HORIZON) at Shop/Store/Mapping/Resource',
    ],
    [
      'a runtime',
      properties('AcceptA1', { Runtime: 'python3.13' }),
      'unsupported runtime "python3.13" (supported: nodejs) at Shop/Accept/Resource',
    ],
    [
      'a schedule',
      properties('WakeRule', { ScheduleExpression: 'cron(0 8 * * ? *)' }),
      'unsupported schedule "cron(0 8 * * ? *)"',
    ],
    [
      'a filter',
      properties('TellMapping', { FilterCriteria: { Filters: [{ Pattern: '{"a":[{"suffix":"x"}]}' }] } }),
      'unsupported filter rule {"suffix":"x"}',
    ],
    [
      'a stage',
      properties('ApiStage', { StageName: 'v1' }),
      'unsupported StageName "v1" (supported: $default) at Shop/Api/DefaultStage/Resource',
    ],
    [
      'an integration',
      properties('ApiIntegration', { IntegrationType: 'HTTP_PROXY' }),
      'unsupported IntegrationType "HTTP_PROXY" (supported: AWS_PROXY)',
    ],
    ['a template section', section('Transform', 'x'), 'unsupported template section "Transform"'],
    [
      'a parameter that must be given',
      section('Parameters', { Stage: { Type: 'String' } }),
      'unsupported parameter "Stage" without a default',
    ],
    [
      'a property that is missing',
      properties('AcceptA1', { Handler: { Ref: 'AWS::NoValue' } }),
      'property "Handler" is missing at Shop/Accept/Resource',
    ],
    [
      'code outside the assembly',
      properties('AcceptA1', { Code: { S3Bucket: 'b', S3Key: 'other.zip' } }),
      'unsupported code outside the assembly, S3 key "other.zip" at Shop/Accept/Resource',
    ],
    [
      'a function that is not there',
      properties('StoreMapping', { FunctionName: 'nobody' }),
      'no function "nobody", there are: shop-accept, shop-store, shop-tell, shop-wake',
    ],
  ])('stops at %s and names the construct', async (_what, change, message) => {
    await expect(deployChanged(change)).rejects.toThrow(message);
  });
});

describe('a template with something that matters in AWS only', () => {
  it.each<[string, (template: Template) => void]>([
    ['an alarm', resource('Alarm', { Type: 'AWS::CloudWatch::Alarm', Properties: { Anything: 1 } })],
    ['a key', resource('Key', { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: {} } })],
    ['tags', properties('AcceptA1', { Tags: [{ Key: 'stage', Value: 'prod' }] })],
    ['encryption', properties('BucketF6', { BucketEncryption: {} })],
  ])('deploys with %s', async (_what, change) => {
    await expect(deployChanged(change)).resolves.toBeUndefined();
  });

  it('leaves out a resource whose condition does not hold', async () => {
    const conditional = resource('Cluster', { Type: 'AWS::ECS::Cluster', Condition: 'NoEncryption' });

    await expect(deployChanged(conditional)).resolves.toBeUndefined();
  });
});
