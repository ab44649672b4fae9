import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CommandError, type OfflineCommand } from '../../command.ts';

export const schema = (segmentSchemaText: () => string): OfflineCommand => ({
  name: 'schema',
  usage: 'schema <file>',
  summary: 'write the JSON Schema of segments, by which editors complete and check them',
  help: `Writes what a segment may look like: kinds of conditions, operators, measures and times. A segment names the file to be
completed by it; the platform leaves that key out. Whether what is written also makes sense, \`push\` says.

  npm run cdp -- schema examples/schemas/segment.json

  { "$schema": "../../schemas/segment.json", "id": "krakow", "where": { "trait": "address.city", "equals": "Krakow" } }`,
  runOffline: async ({ print }, [file]) => {
    if (file === undefined)
      throw new CommandError('schema needs a file, for example `schema examples/schemas/segment.json`');
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, segmentSchemaText());
    print(`Wrote ${file}.`);
    return 0;
  },
});
