import { describe, expect, it } from 'vitest';
import { publishOrder, refuseCircle } from '../../../../infra/cli/cloud/publish-order.ts';
import type { DefinitionFile } from '../../../../infra/cli/definition-files.ts';
import { definitionKinds } from '../../../../shared/definitions/registry.ts';

function file(name: string, value: object): DefinitionFile {
  const [path = '', id = ''] = name.split('/');
  const kind = definitionKinds.find((one) => one.path === path);
  if (kind === undefined) throw new Error(`no kind at ${path}`);
  return { file: `${name}.json`, kind, id, value };
}

const orderOf = (files: readonly DefinitionFile[]) => publishOrder(files).map((one) => one.file);
const steps = [{ id: 'hold', type: 'wait', for: '1h' }];

describe('the order of publishing', () => {
  it('puts what is named before what names it, over kinds too, and else keeps the order', () => {
    const files = [
      file('segments/guests', { where: { all: [{ segment: 'new' }, { not: { segment: 'staff' } }] } }),
      file('segments/new', { where: { journey: 'welcome', is: 'active' } }),
      file('segments/others', { where: { trait: 'a', exists: true } }),
      file('segments/staff', { where: { list: 'team' } }),
      file('journeys/welcome', { entry: { event: 'Signed Up' }, steps }),
    ];

    expect(orderOf(files)).toEqual([
      'journeys/welcome.json',
      'segments/new.json',
      'segments/staff.json',
      'segments/guests.json',
      'segments/others.json',
    ]);
  });

  it('leaves a circle as it is', () => {
    const files = [
      file('segments/a', { where: { segment: 'b' } }),
      file('segments/b', { where: { segment: 'a' } }),
    ];

    expect(orderOf(files)).toEqual(['segments/b.json', 'segments/a.json']);
  });
});

describe('a circle', () => {
  it('is refused where segments ask for each other, over others or not', () => {
    const files = [
      file('segments/a', { where: { segment: 'b' } }),
      file('segments/b', { where: { not: { segment: 'c' } } }),
      file('segments/c', { where: { any: [{ trait: 'x', exists: true }, { segment: 'a' }] } }),
      file('segments/d', { where: { segment: 'a' } }),
    ];

    expect(files.map((one) => refuseCircle(one, files)?.pointer)).toEqual([
      '/where/segment',
      '/where/not/segment',
      '/where/any/1/segment',
      undefined,
    ]);
  });

  it('is fine where a segment and a journey name each other', () => {
    const entry = { segment: 'new', on: 'enter' };
    const files = [
      file('segments/new', { where: { journey: 'welcome', is: 'never-entered' } }),
      file('journeys/welcome', { entry, steps }),
    ];

    expect(files.flatMap((one) => refuseCircle(one, files) ?? [])).toEqual([]);
  });
});
