import { describe, expect, it } from 'vitest';
import { readDefinitionFiles } from '../../../infra/cli/definition-files.ts';

const files = await readDefinitionFiles(new URL('../../../examples/shop', import.meta.url).pathname);
const idsOf = (name: string) => files.filter(({ kind }) => kind.kind === name).map(({ id }) => id);

describe('the definitions of the shop', () => {
  it.each(files.map((file) => [file.file, file] as const))('%s can be published', (_, { kind, value }) => {
    expect(kind.parse(value).warnings).toEqual([]);
  });

  it.each(files.map((file) => [file.file, file] as const))('%s is named as its id', (name, { id, kind }) => {
    const place = name.replace(`/${kind.kind}.json`, '').replace('.json', '');

    expect(place.endsWith(id)).toBe(true);
  });

  it('come in the order to publish them', () => {
    const kinds = [...new Set(files.map(({ kind }) => kind.kind))];

    expect(kinds).toEqual(['workspace', 'computed', 'rfm', 'segment', 'template', 'journey']);
  });

  it('are a workspace, at least six segments and four journeys', () => {
    expect(idsOf('workspace')).toHaveLength(1);
    expect(idsOf('segment').length).toBeGreaterThanOrEqual(6);
    expect(idsOf('journey')).toEqual(['abandoned-cart', 'promotion', 'thank-you', 'welcome', 'win-back']);
  });

  it('name only what is there', () => {
    const names = files.flatMap(({ kind, value }) => kind.references?.(kind.parse(value).body) ?? []);

    expect(names.length).toBeGreaterThan(0);
    for (const { kind, id } of names) expect(idsOf(kind)).toContain(id);
  });
});
