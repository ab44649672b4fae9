import { describe, expect, it } from 'vitest';
import { readDefinitionFiles } from '../../../infra/cli/definition-files.ts';
import { runStories } from '../../../infra/cli/run-stories.ts';

const shop = new URL('../../../examples/shop', import.meta.url).pathname;
const reports = await runStories(shop);
const expectations = reports.flatMap(({ rows }) => rows.map(({ expected }) => expected));
const segments = (await readDefinitionFiles(shop))
  .filter(({ kind }) => kind.kind === 'segment')
  // nobody is a member of one that waits for values
  .filter(({ kind, value }) => kind.parse(value).body.parameters === undefined);

describe('the tests of the shop', () => {
  it.each(reports.map((report) => [report.file, report.name, report] as const))(
    '%s: %s',
    (_, __, { rows }) => {
      expect(rows.filter(({ isMet }) => !isMet)).toEqual([]);
    },
  );

  it.each(segments.map(({ id }) => id))('have somebody in %s and somebody out', (id) => {
    expect(expectations).toContain(`enters ${id}`);
    expect(expectations).toContain(`is not in ${id}`);
  });
});
