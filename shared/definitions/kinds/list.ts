import * as z from 'zod';
import { InvalidInputError } from '../../errors.ts';
import type { LiveList } from '../../segments/standing/list.ts';
import { definitionIdSchema } from '../definition-id.ts';
import type { DefinitionBody, DefinitionKind, SaveContext } from '../definition-kind.ts';
import type { LiveDefinition } from '../definition-store.ts';
import { parseFields } from '../parse-fields.ts';

const fields = {
  id: definitionIdSchema,
  name: z.string().min(1).max(200).optional(),
};
const uploadSchema = z.number().int().min(0).max(1_000_000_000);

/** What is sent: without `upload` the one in force stays. */
const listInputSchema = z.strictObject({
  ...fields,
  upload: uploadSchema.optional(),
  replacedAt: z.iso.datetime({ precision: 3 }).optional(),
});

/** A static list: `upload` numbers the upload that says who is in, 0 before the first. */
export const listSchema = z.strictObject({
  ...fields,
  upload: uploadSchema,
  replacedAt: z.iso.datetime({ precision: 3 }),
});
export type List = z.infer<typeof listSchema>;

export const listKind: DefinitionKind = {
  kind: 'list',
  path: 'lists',
  backfills: true,
  maximumLive: 100,
  answered: ['upload'],
  parse: (value) => ({ body: parseFields(listInputSchema, value), warnings: [] }),
  complete: (body, context) => ({ ...body, ...uploadOf(body, context) }),
};

/** The lists among live definitions. */
export function liveLists(definitions: readonly LiveDefinition[]): LiveList[] {
  return definitions
    .filter(({ kind }) => kind === listKind.kind)
    .map(({ body }) => {
      const { id, upload, replacedAt } = listSchema.parse(body);
      return { id, upload, replacedAt: Date.parse(replacedAt) };
    });
}

/** Uploads come into force one after the other: who was named by an earlier one must not come back with a later number. */
function uploadOf(body: DefinitionBody, { before, now }: SaveContext): Pick<List, 'upload' | 'replacedAt'> {
  const present = before === undefined ? { upload: 0, replacedAt: '' } : listSchema.parse(before);
  const { upload = present.upload } = listInputSchema.parse(body);
  if (before !== undefined && upload === present.upload) return present;
  if (upload === present.upload || upload === present.upload + 1)
    return { upload, replacedAt: now.toISOString() };
  const allowed = [present.upload, present.upload + 1];
  throw new InvalidInputError(
    'upload_out_of_order',
    `upload ${upload} cannot follow upload ${present.upload}`,
    { pointer: '/upload', allowed },
  );
}
