import { contractSchemaOf } from '../../json/contract/contract-definition.ts';
import { jsonSchemaSchema } from '../../json/contract/json-schema.ts';
import type { DefinitionKind } from '../definition-kind.ts';
import { parseFields } from '../parse-fields.ts';

const contractSchema = contractSchemaOf(jsonSchemaSchema);

/** What the events of one source must look like; it has the id of its source. */
export const contractKind: DefinitionKind = {
  kind: 'contract',
  path: 'contracts',
  maximumLive: 100,
  parse: (value) => ({ body: parseFields(contractSchema, value), warnings: [] }),
  references: ({ id }) => [{ kind: 'source', id: String(id), pointer: '/id' }],
};
