import { CommandError } from '../command.ts';

type Fields = Record<string, unknown>;

/** `/properties/total=9` and its like as one merge patch. What is no JSON is text; `null` takes a field away. */
export function patchOf(settings: readonly string[]): object {
  const patch = noFields();
  for (const setting of settings) {
    const { path, value } = readSetting(setting);
    place(patch, path, value);
  }
  return patch;
}

function readSetting(setting: string): { path: readonly string[]; value: unknown } {
  const [, pointer, text = ''] = /^((?:\/[^/=]+)+)=(.*)$/s.exec(setting) ?? [];
  if (pointer === undefined)
    throw new CommandError(
      `\`${setting}\` does not say what to set where; write for example --set /properties/total=9`,
    );
  const path = pointer.slice(1).split('/');
  return {
    path: path.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~')),
    value: readValue(text),
  };
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function place(fields: Fields, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    fields[name] = value;
    return;
  }
  const present = fields[name];
  const inner = isFields(present) ? present : noFields();
  fields[name] = inner;
  place(inner, rest, value);
}

// without a prototype: a field may have any name
const noFields = (): Fields => Object.create(null);

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
