import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { segmentSchemaText } from '../../../../shared/definitions/schemas/segment-schema-text.ts';
import { parseSegment } from '../../../../shared/segments/parse-segment.ts';
import { acceptedEvents } from '../../../support/segments/cases/accepted-events.ts';
import { misshapen } from '../../../support/segments/cases/refused.ts';
import { rules } from '../../../support/segments/cases/rules.ts';
import { size } from '../../../support/sizes.ts';

const examples = new URL('../../../../examples/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, examples), 'utf8');
const files = readdirSync(new URL('shop/segments', examples));

const fits = new Ajv2020({ strictTuples: false }).compile(JSON.parse(segmentSchemaText()));
const isShaped = (where: unknown) => fits({ where });
const order = { event: 'Order Completed' };

describe('the JSON Schema of segments', () => {
  it('is shipped as it is now; `npm run cdp -- schema examples/schemas/segment.json` writes it', () => {
    expect(read('schemas/segment.json')).toBe(segmentSchemaText());
  });

  it.each(files)('is named by the example %s, and accepts it', (file) => {
    const segment = JSON.parse(read(`shop/segments/${file}`));

    expect(segment.$schema).toBe('../../schemas/segment.json');
    expect(fits(segment)).toBe(true);
  });

  it.each([
    ...acceptedEvents,
    { trait: 'age', atLeast: '18.50' },
    { trait: 'plan', in: ['gold', 5, true], ignoreCase: true },
    { trait: 'createdAt', before: '2026-01-01t00:00:00z' },
    { trait: 'birthday', anniversary: { in: '3d' } },
    { trait: 'place', near: { latitude: 50, longitude: 20, km: 5 } },
    { computed: 'spent', between: [1, 100] },
    { group: 'plan', equals: { parameter: 'plan' } },
    { rfm: 'champions' },
    { rfm: 'recency', atLeast: 4 },
    { segment: 'lookers', with: { category: 'Roofs', sizes: [1, 2], other: { parameter: 'other' } } },
    { list: 'vip' },
    { consent: { channel: 'email', topic: 'offers' }, is: 'subscribed' },
    { journey: 'welcome', is: 'never-entered' },
    { message: { journey: 'welcome', step: 'mail', was: 'clicked', within: '7d' } },
    { bucket: { seed: 'autumn', percent: 10 } },
  ])('accepts %j, as the parser does', (where) => {
    parseSegment({ id: 'tried', parameters: ['plan', 'other'], where });

    expect(isShaped(where)).toBe(true);
  });

  it('accepts whatever the parser does', () => {
    const accepts = fc.property(rules, (where) => {
      parseSegment({ id: 'tried', where });

      expect(isShaped(where)).toBe(true);
    });

    fc.assert(accepts, { numRuns: size(1_000, 10_000) });
  });

  it.each(misshapen)('refuses %s', (_, where) => {
    expect(isShaped(where)).toBe(false);
  });

  it.each([
    { trait: 'age', greaterThan: 5, ignoreCase: true },
    { rfm: 'champions', atLeast: 4 },
    { rfm: 'champion' },
    { ...order, within: '7d', since: '2026-01-01' },
    { ...order, since: '2026-01-01', between: ['2026-01-01', '2026-02-01'] },
    { ...order, count: { atLeast: 1, atMost: 2 } },
    { ...order, minus: { event: 'Order Refunded', of: 'total' } },
    { ...order, first: {} },
    { ratio: [order, order] },
    { ratio: [order, order, order], atLeast: 1 },
    { sequence: [{ ...order, within: '1h' }] },
    { sequence: [] },
    { segment: 'lookers', with: { category: { of: 1 } } },
  ])('refuses %j, as the parser does', (where) => {
    expect(() => parseSegment({ id: 'tried', where })).toThrow();
    expect(isShaped(where)).toBe(false);
  });

  it.each([
    ['without a condition', {}],
    ['with a key nobody knows', { where: order, wehre: order }],
    ['with a name of 201 characters', { where: order, name: 'a'.repeat(201) }],
    ['that is a list', [{ where: order }]],
  ])('refuses a file %s', (_, value) => {
    expect(fits(value)).toBe(false);
  });
});
