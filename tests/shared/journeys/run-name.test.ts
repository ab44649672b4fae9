import { describe, expect, it } from 'vitest';
import { entryIdOf, executionNameOf } from '../../../shared/journeys/run-name.ts';

describe('the names of a run', () => {
  it('are the same on every repeat', () => {
    expect(entryIdOf('welcome', 'user_id:abc', 1)).toBe(entryIdOf('welcome', 'user_id:abc', 1));
    // fixed: another name for a run that is on its way would start it twice
    expect(entryIdOf('welcome', 'user_id:abc', 1)).toBe('0lYc2ZFKXerjFUBlnivH1o');
    expect(executionNameOf('welcome', 'e-1')).toBe(
      '2c93310486e31b7dd3ae0c4a4ba5cd2fc2a2e5d9c0f364f5e6543fa1e78072f1',
    );
  });

  it('differ by journey, profile and entry', () => {
    const names = [
      entryIdOf('welcome', 'a', 1),
      entryIdOf('welcome', 'a', 2),
      entryIdOf('welcome', 'b', 1),
      entryIdOf('goodbye', 'a', 1),
      // no id holds a slash, so none of these can meet
      entryIdOf('welcome', 'a/1', 1),
    ];

    expect(new Set(names).size).toBe(names.length);
    expect(executionNameOf('a', 'e-1')).not.toBe(executionNameOf('b', 'e-1'));
  });

  it('fit where they go', () => {
    expect(entryIdOf('welcome', 'a', 1)).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(executionNameOf('welcome', 'e-1')).toMatch(/^[0-9a-f]{64}$/);
  });
});
