import { Refusal } from '../refusal.ts';
import { type Body, bodyOfData } from './body.ts';
import { readData, readFields } from './fields.ts';

type Branch = { [name: string]: string | Branch };

/** The event in the query of a pixel, as the JSON it stands for: in `data`, or field by field with dotted names. */
export function readPixel(query: string, maxDepth: number): Body | Refusal {
  try {
    return bodyOfData(readData(query) ?? JSON.stringify(nest(readFields(query), maxDepth)));
  } catch {
    return new Refusal(400, 'invalid_utf8', 'the query must be UTF-8, it holds bytes that are not');
  }
}

function nest(fields: readonly (readonly [string, string])[], maxDepth: number): Branch {
  const root = branch();
  for (const [name, value] of fields) {
    const path = name.split('.');
    // a name with more dots than an event may be deep is a name
    place(root, path.length > maxDepth ? [name] : path, value);
  }
  return root;
}

function place(root: Branch, path: readonly string[], value: string): void {
  let node = root;
  for (const name of path.slice(0, -1)) {
    const known = node[name];
    const next = typeof known === 'object' ? known : branch();
    node[name] = next;
    node = next;
  }
  node[path.at(-1) ?? ''] = value;
}

/** Without a prototype, `__proto__` is a name like any other. */
function branch(): Branch {
  return Object.create(null);
}
