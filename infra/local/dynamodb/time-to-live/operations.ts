import { AwsError } from '../../protocols/service.ts';
import type { Tables } from '../tables.ts';

/** UpdateTimeToLive: switches the expiry of items on by an attribute, or off. */
export async function updateTimeToLive(tables: Tables, input: Record<string, unknown>): Promise<object> {
  const table = tables.require(String(input.TableName));
  const { AttributeName: attribute, Enabled: isEnabled } = readSpecification(input.TimeToLiveSpecification);
  const current = table.settings.ttlAttribute;
  if (isEnabled === (current !== undefined)) {
    throw new AwsError('ValidationException', `TimeToLive is already ${isEnabled ? 'enabled' : 'disabled'}`);
  }
  const { ttlAttribute: _, ...settings } = table.settings;
  await tables.change(table, isEnabled ? { ...settings, ttlAttribute: attribute } : settings);
  return { TimeToLiveSpecification: { AttributeName: attribute, Enabled: isEnabled } };
}

export function describeTimeToLive(tables: Tables, input: Record<string, unknown>): object {
  const attribute = tables.require(String(input.TableName)).settings.ttlAttribute;
  return {
    TimeToLiveDescription:
      attribute === undefined
        ? { TimeToLiveStatus: 'DISABLED' }
        : { TimeToLiveStatus: 'ENABLED', AttributeName: attribute },
  };
}

function readSpecification(value: unknown): { AttributeName: string; Enabled: boolean } {
  const { AttributeName, Enabled } = { ...(value ?? {}) } as Record<string, unknown>;
  if (typeof AttributeName === 'string' && AttributeName !== '' && typeof Enabled === 'boolean') {
    return { AttributeName, Enabled };
  }
  throw new AwsError('ValidationException', 'TimeToLiveSpecification must have an AttributeName and Enabled');
}
