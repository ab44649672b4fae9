import { describe, expect, it } from 'vitest';
import { findPath, readPath } from '../../../../../infra/local/states/data/path.ts';
import { namesOf, placeResult } from '../../../../../infra/local/states/data/result-path.ts';
import { fillTemplate } from '../../../../../infra/local/states/data/template.ts';

const input = {
  profileId: 'p1',
  order: { total: 12.5, lines: [{ sku: 'a' }, { sku: 'b' }], note: null },
  'odd key': true,
  json: '{"a":1}',
};
const sources = { input, context: { Execution: { Name: 'run-1' }, State: { RetryCount: 2 } } };

describe('a path', () => {
  it.each([
    ['$', input],
    ['$.profileId', 'p1'],
    ['$.order.total', 12.5],
    ['$.order.lines[1].sku', 'b'],
    ["$['odd key']", true],
    // null is there
    ['$.order.note', null],
    ['$$.Execution.Name', 'run-1'],
    ['$$.State.RetryCount', 2],
    // several are a list, even of one or none
    ['$.order.lines[*].sku', ['a', 'b']],
    ['$..sku', ['a', 'b']],
    ['$.order.lines[?(@.sku == "b")]', [{ sku: 'b' }]],
    ['$.order.lines[5:6]', []],
  ])('%s reads %j', (path, value) => {
    expect(readPath(path, sources)).toEqual(value);
  });

  it.each(['$.nobody', '$.order.lines[7]', '$.profileId.deeper', '$$.Task.Token'])(
    '%s finds nothing',
    (path) => {
      expect(findPath(path, sources)).toEqual({ found: false });
      expect(() => readPath(path, sources)).toThrow(`The JSONPath '${path}' could not be found in the input`);
    },
  );
});

describe('a payload template', () => {
  it.each([
    [
      'values as they are',
      { task: 'send', n: 1, text: '$.profileId' },
      { task: 'send', n: 1, text: '$.profileId' },
    ],
    ['paths under names that say so', { 'id.$': '$.profileId' }, { id: 'p1' }],
    ['names of any depth', { a: [{ 'b.$': '$.order.total' }] }, { a: [{ b: 12.5 }] }],
    ['the context', { 'run.$': '$$.Execution.Name' }, { run: 'run-1' }],
    ['Format', { 'f.$': "States.Format('{} of {}', $.order.total, $.profileId)" }, { f: '12.5 of p1' }],
    ['quotes inside quotes', { 'f.$': "States.Format('it\\'s {}', 1)" }, { f: "it's 1" }],
    ['nested functions', { 'n.$': 'States.MathAdd(States.ArrayLength($.order.lines), -1)' }, { n: 1 }],
    ['Array', { 'a.$': "States.Array($.profileId, 'x', true, null, 2)" }, { a: ['p1', 'x', true, null, 2] }],
    ['ArrayContains', { 'a.$': 'States.ArrayContains(States.Array(1, 2), 2)' }, { a: true }],
    ['ArrayGetItem', { 'a.$': 'States.ArrayGetItem($.order.lines, 0)' }, { a: { sku: 'a' } }],
    ['StringToJson', { 'j.$': 'States.StringToJson($.json)' }, { j: { a: 1 } }],
    ['JsonToString', { 'j.$': 'States.JsonToString($.order.lines)' }, { j: '[{"sku":"a"},{"sku":"b"}]' }],
    [
      'JsonMerge',
      { 'j.$': 'States.JsonMerge($.order.lines[0], States.StringToJson($.json), false)' },
      { j: { sku: 'a', a: 1 } },
    ],
    ['Base64', { 'b.$': "States.Base64Decode(States.Base64Encode('ä'))" }, { b: 'ä' }],
    ['StringSplit', { 's.$': "States.StringSplit('a,b,,c', ',')" }, { s: ['a', 'b', 'c'] }],
    [
      'Hash',
      { 'h.$': "States.Hash('a', 'SHA-256')" },
      { h: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb' },
    ],
  ])('takes %s', (_case, template, filled) => {
    expect(fillTemplate(template, sources)).toEqual(filled);
  });

  it.each([
    ['a path to nothing', { 'a.$': '$.nobody' }, 'States.ParameterPathFailure'],
    ['a number for a path', { 'a.$': 5 }, 'States.ParameterPathFailure'],
    ['text that is no function', { 'a.$': 'hello' }, 'States.IntrinsicFailure'],
    ['a function of something else', { 'a.$': 'States.ArrayLength($.profileId)' }, 'States.IntrinsicFailure'],
    ['too few arguments', { 'a.$': "States.Format('{} {}', 1)" }, 'States.IntrinsicFailure'],
    ['text that is no JSON', { 'a.$': 'States.StringToJson($.profileId)' }, 'States.IntrinsicFailure'],
  ])('fails on %s', (_case, template, error) => {
    expect(() => fillTemplate(template, sources)).toThrow(expect.objectContaining({ error }));
  });
});

describe('a ResultPath', () => {
  it.each([
    ['$', 'result'],
    [undefined, 'result'],
    [null, { a: { b: 1 } }],
    ['$.c', { a: { b: 1 }, c: 'result' }],
    ['$.a', { a: 'result' }],
    ['$.a.c', { a: { b: 1, c: 'result' } }],
    ["$.x['y z']", { a: { b: 1 }, x: { 'y z': 'result' } }],
  ])('%s puts the result where it says', (path, output) => {
    expect(placeResult(path, { a: { b: 1 } }, 'result')).toEqual(output);
  });

  it('cannot reach into what is no object', () => {
    expect(() => placeResult('$.a.b', { a: 5 }, 'result')).toThrow(
      expect.objectContaining({ error: 'States.ResultPathMatchFailure' }),
    );
  });

  it.each(['$.a[0]', '$.a.*', '$..a', '$$.a'])('is made of names only: not %s', (path) => {
    expect(namesOf(path)).toBeUndefined();
  });
});
