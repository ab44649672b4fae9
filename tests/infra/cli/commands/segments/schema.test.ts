import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { schema } from '../../../../../infra/cli/commands/segments/schema.ts';

describe('cdp schema', () => {
  it('writes the schema into a file, and the folders on the way to it', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'tributary-schema-')), 'schemas/segment.json');
    const lines: string[] = [];

    const code = await schema(() => '{}\n').runOffline({ print: (text) => lines.push(text) }, [file]);

    expect(code).toBe(0);
    expect(lines).toEqual([`Wrote ${file}.`]);
    expect(readFileSync(file, 'utf8')).toBe('{}\n');
  });

  it('asks for a file', async () => {
    await expect(schema(() => '').runOffline({ print: () => {} }, [])).rejects.toThrow('schema needs a file');
  });
});
