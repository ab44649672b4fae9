import { describe, expect, it } from 'vitest';
import { readDefinitionFiles } from '../../../infra/cli/definition-files.ts';

const files = await readDefinitionFiles(new URL('../../../examples/shop', import.meta.url).pathname);

describe('the definitions of the shop', () => {
  it.each(files.map((file) => [file.file, file] as const))('%s can be published', (_, { kind, value }) => {
    expect(kind.parse(value).warnings).toEqual([]);
  });

  it.each(files.map((file) => [file.file, file] as const))('%s is named as its id', (name, { id }) => {
    expect(name.endsWith(`${id}.json`)).toBe(true);
  });

  it('are a workspace and at least six segments', () => {
    expect(files.filter(({ kind }) => kind.kind === 'workspace')).toHaveLength(1);
    expect(files.filter(({ kind }) => kind.kind === 'segment').length).toBeGreaterThanOrEqual(6);
  });
});
