import * as z from 'zod';
import { isDeeperThan } from '../depth.ts';
import { linearPatternSchema } from '../linear-pattern.ts';

// what checking one event may cost; all of it is far above what schemas of events in use have
const LIMITS = { characters: 16_384, depth: 32, references: 20, uniqueItems: 1_000 } as const;
const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

const countSchema = z.number().int().min(0);
const namesSchema = z.array(z.string()).max(500);
const typeSchema = z.enum(['null', 'boolean', 'object', 'array', 'number', 'integer', 'string']);
const assertions = {
  type: z.union([typeSchema, z.array(typeSchema).min(1)], {
    error: `a type is one of ${typeSchema.options.join(', ')}, or a list of them`,
  }),
  enum: z.array(z.unknown()).min(1).max(1_000),
  const: z.unknown(),
  minLength: countSchema,
  maxLength: countSchema,
  pattern: linearPatternSchema,
  minimum: z.number(),
  maximum: z.number(),
  exclusiveMinimum: z.number(),
  exclusiveMaximum: z.number(),
  multipleOf: z.number().positive(),
  required: namesSchema,
  dependentRequired: z.record(z.string(), namesSchema),
  minProperties: countSchema,
  maxProperties: countSchema,
  minItems: countSchema,
  maxItems: countSchema,
  uniqueItems: z.boolean(),
  minContains: countSchema,
  maxContains: countSchema,
};

const annotations = {
  title: z.string(),
  description: z.string(),
  default: z.unknown(),
  examples: z.array(z.unknown()),
  deprecated: z.boolean(),
  readOnly: z.boolean(),
  writeOnly: z.boolean(),
  format: z.string(),
  $comment: z.string(),
};

function applicators(schema: z.ZodType) {
  const list = z.array(schema).min(1);
  return {
    properties: z.record(z.string(), schema),
    patternProperties: z.record(linearPatternSchema, schema),
    additionalProperties: schema,
    propertyNames: schema,
    dependentSchemas: z.record(z.string(), schema),
    items: schema,
    prefixItems: list,
    contains: schema,
    allOf: list,
    anyOf: list,
    oneOf: list,
    not: schema,
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, not a promise
    then: schema,
    if: schema,
    else: schema,
  };
}

type Keywords = Readonly<Record<string, z.ZodType>>;

/** What may stand where a schema nests in another: `true`, `false`, or an object of keywords. */
function nestedSchema(more: Keywords): z.ZodType {
  const nested: z.ZodType = z
    .unknown()
    .check((at) => (typeof at.value === 'boolean' ? undefined : refuseBy(keywords, at)));
  const keywords = keywordsSchema({ ...applicators(nested), ...more });
  return nested;
}

/** Checks with a schema that is only known now, or that nests in itself. */
function refuseBy(schema: z.ZodType, { value, issues }: z.core.ParsePayload): void {
  const parsed = schema.safeParse(value, { reportInput: true });
  // an issue that is done has all that a raw one has
  for (const issue of parsed.error?.issues ?? []) issues.push(issue as z.core.$ZodRawIssue);
}

function keywordsSchema(more: Keywords) {
  const keywords = Object.entries({ ...assertions, ...annotations, ...more });
  return z
    .strictObject(Object.fromEntries(keywords.map(([name, schema]) => [name, schema.optional()])))
    .refine(isUniquenessBounded, {
      path: ['uniqueItems'],
      error: `comparing every item with every other needs \`maxItems\` of at most ${LIMITS.uniqueItems}`,
    });
}

function isUniquenessBounded({ uniqueItems, maxItems }: Readonly<Record<string, unknown>>): boolean {
  return uniqueItems !== true || (typeof maxItems === 'number' && maxItems <= LIMITS.uniqueItems);
}

/** References lead to the schema's own `$defs` and end there: nothing is fetched, nothing recurs. */
function documentSchema(definitions: readonly string[]) {
  const $ref = z.enum(definitions.map((name) => `#/$defs/${name}`));
  const more: Keywords = definitions.length === 0 ? {} : { $ref };
  return keywordsSchema({
    ...applicators(nestedSchema(more)),
    ...more,
    $schema: z.literal(DIALECT),
    $defs: z.record(z.string().regex(/^[\w.-]+$/), nestedSchema({})),
  });
}

/** A JSON Schema (draft 2020-12) that may check events: bounded in what it costs, complete in itself. */
export const jsonSchemaSchema = z.record(z.string(), z.unknown()).check((at) => {
  const cost = refuseCost(at.value);
  if (cost === undefined) refuseBy(documentSchema(Object.keys(Object(at.value.$defs))), at);
  else at.issues.push({ code: 'custom', message: cost, input: 'a schema' });
});

function refuseCost(schema: object): string | undefined {
  if (isDeeperThan(schema, LIMITS.depth)) return `it nests deeper than ${LIMITS.depth}`;
  const text = JSON.stringify(schema);
  if (text.length > LIMITS.characters)
    return `it has ${text.length} characters, at most ${LIMITS.characters} are allowed`;
  const references = text.split('"$ref":').length - 1;
  if (references <= LIMITS.references) return undefined;
  return `it has ${references} references, at most ${LIMITS.references} are allowed`;
}
