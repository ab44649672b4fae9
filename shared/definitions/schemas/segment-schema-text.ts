import * as z from 'zod';
import { segmentSchema } from '../../segments/definition.ts';
import { conditionSchema } from './condition-schema.ts';

const fileSchema = segmentSchema
  .extend({
    $schema: z.string().optional(),
    // the name of the file says it
    id: segmentSchema.shape.id.optional(),
    where: conditionSchema,
  })
  .meta({ title: 'Segment', description: 'A named rule that says who belongs.' });

/** The JSON Schema of segments, by which editors complete and check what is written. */
export function segmentSchemaText(): string {
  return `${JSON.stringify(z.toJSONSchema(fileSchema, { target: 'draft-2020-12' }), null, 2)}\n`;
}
