import { describe, expect, it } from 'vitest';
import { platformLines } from '../../../../../infra/local/billing/rules/platform-lines.ts';

const typesOf = (systemLevel: string, outcome: 'success' | 'error') =>
  platformLines({ format: 'JSON', systemLevel }, outcome).map((line) => JSON.parse(line).type);

describe('what Lambda writes about an invocation', () => {
  it.each(['success', 'error'] as const)('is three lines of text, whatever its level: %s', (outcome) => {
    const lines = platformLines({ format: 'Text', systemLevel: 'WARN' }, outcome);

    expect(lines.map((line) => line.split(' ')[0])).toEqual(['START', 'END', 'REPORT']);
  });

  it.each([
    {
      level: 'DEBUG',
      success: ['start', 'runtimeDone', 'report'],
      error: ['start', 'runtimeDone', 'report'],
    },
    { level: 'INFO', success: ['start', 'report'], error: ['start', 'runtimeDone', 'report'] },
    { level: 'WARN', success: [], error: ['runtimeDone', 'report'] },
  ])('follows the level with JSON: $level', ({ level, success, error }) => {
    expect(typesOf(level, 'success')).toEqual(success.map((type) => `platform.${type}`));
    expect(typesOf(level, 'error')).toEqual(error.map((type) => `platform.${type}`));
  });
});
