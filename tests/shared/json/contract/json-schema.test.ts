import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contractKind } from '../../../../shared/definitions/kinds/contract.ts';
import { InvalidInputError } from '../../../../shared/errors.ts';
import { compileContract } from '../../../../shared/json/contract/compile-contract.ts';
import { storedContractSchema } from '../../../../shared/json/contract/contract-definition.ts';
import { orderCompleted, orderSchema } from './contract-cases.ts';

const contractWith = (schema: unknown) => ({
  id: 'shop',
  mode: 'warn',
  events: { 'Order Completed': schema },
});

function refusalOf(value: unknown): { code: string; pointer: string | undefined } | undefined {
  try {
    contractKind.parse(value);
    return undefined;
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return { code: error.code, pointer: error.pointer };
  }
}

const nested = (levels: number): object => (levels === 0 ? {} : { not: nested(levels - 1) });

describe('a schema of a contract', () => {
  it('is accepted as draft 2020-12 writes it', () => {
    expect(contractKind.parse(contractWith(orderSchema)).body.events).toEqual({
      'Order Completed': orderSchema,
    });
  });

  it.each([
    [{ typ: 'object' }, 'typ'], // a misspelt keyword would check nothing
    [{ type: 'strin' }, 'type'],
    [{ properties: { total: { minimum: '0' } } }, 'properties/total/minimum'],
    [{ items: [{ type: 'string' }] }, 'items'], // an older draft
    [{ anyOf: [{}, { required: 'total' }] }, 'anyOf/1/required'],
    [{ $schema: 'http://json-schema.org/draft-07/schema#' }, '$schema'],
    [{ $id: 'https://example.com/order' }, '$id'],
    [{ $ref: 'https://example.com/order' }, '$ref'], // nothing is fetched
    [{ $ref: '#/$defs/missing', $defs: { other: {} } }, '$ref'],
    [{ $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/a' } } }, '$defs/a/$ref'], // would recur for ever
    [{ pattern: '(a+)+\\1' }, 'pattern'],
    [{ pattern: '(x{1000}){100}' }, 'pattern'],
    [{ patternProperties: { '(?=a)': {} } }, 'patternProperties'],
    [{ uniqueItems: true }, 'uniqueItems'], // 16,000 items compared with each other
    [{ description: 'x'.repeat(20_000) }, ''],
    [nested(40), ''],
    [{ anyOf: Array.from({ length: 30 }, () => ({ $ref: '#/$defs/a' })), $defs: { a: {} } }, ''],
  ])('is refused with a pointer to what is wrong: %j', (schema, place) => {
    const pointer = `/events/Order Completed${place && `/${place}`}`;

    expect(refusalOf(contractWith(schema))?.pointer?.startsWith(pointer)).toBe(true);
  });

  it('compiles whatever was accepted', () => {
    const keyword = fc.constantFrom(
      'type',
      'enum',
      'const',
      'minLength',
      'minimum',
      'multipleOf',
      'required',
      'dependentRequired',
      'minItems',
      'uniqueItems',
      'minContains',
      'properties',
      'additionalProperties',
      'propertyNames',
      'dependentSchemas',
      'items',
      'prefixItems',
      'contains',
      'allOf',
      'oneOf',
      'not',
      'if',
      'then',
      'else',
      'format',
      'default',
      'title',
      'pattern',
    );
    const { schema } = fc.letrec((tie) => ({
      schema: fc.dictionary(keyword, tie('value'), { maxKeys: 4 }),
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom(true, 'string', 'array', 2, ['total'], ['string', 'null'], { total: ['tax'] }),
        tie('schema'),
        fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
        fc.dictionary(fc.constantFrom('total', 'tax'), tie('schema')),
      ),
    }));
    let accepted = 0;

    fc.assert(
      fc.property(schema, (candidate) => {
        if (refusalOf(contractWith(candidate)) !== undefined) return;
        accepted += 1;
        const contract = compileContract(storedContractSchema.parse(contractWith(candidate)));
        contract?.violationOf(orderCompleted({ total: 9, tax: [1, 'x', null] }));
      }),
      { numRuns: 300 },
    );
    expect(accepted).toBeGreaterThan(30);
  });
});
