import { NotFoundError } from '../../errors.ts';
import { isNamed } from '../definition-kind.ts';
import type { DefinitionStore, IndexEntry } from '../definition-store.ts';
import { type Source, sourceSchema } from './source.ts';

type Stored = { readonly entry: IndexEntry; readonly source: Source };

/** A source as it is in force, or was last. */
export async function loadSource(store: DefinitionStore, id: string): Promise<Stored> {
  const { entries } = await store.loadIndex();
  const entry = entries.find((one) => isNamed(one, 'source', id));
  const stored = entry && (await store.loadVersion('source', id, entry.version));
  if (entry === undefined || stored === undefined) throw new NotFoundError(`there is no source \`${id}\``);
  return { entry, source: sourceSchema.parse(stored.body) };
}
