import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Template = {
  Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
} & Record<string, unknown>;

/** Copies an assembly and changes the template of its stack; answers the folder, which the caller removes. */
export async function changedAssembly(
  assembly: string,
  stack: string,
  change: (template: Template) => void,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-assembly-'));
  await cp(assembly, folder, { recursive: true });
  const file = join(folder, `${stack}.template.json`);
  const template = JSON.parse(await readFile(file, 'utf8')) as Template; // what synthesis writes has this shape
  change(template);
  await writeFile(file, JSON.stringify(template));
  return folder;
}
