import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { complaintOf } from '../../events/common.ts';
import { eventSchema, eventSchemas, eventTypeOf } from '../../events/event.ts';

const samples = new URL('../../events/samples/', import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(name, samples), 'utf8'));
const namesIn = (folder: string) =>
  readdirSync(new URL(folder, samples)).filter((name) => name.endsWith('.json'));

describe('the event contract', () => {
  it('has a valid sample of every type', () => {
    const types = namesIn('.').map((name) => eventSchema.parse(read(name)).type);

    expect(types.sort()).toEqual(Object.keys(eventSchemas).sort());
  });

  it.each(namesIn('invalid/'))('complains about %s as the sample says', (name) => {
    const { complaint, event } = read(`invalid/${name}`);

    const parsed = eventSchema.safeParse(event);

    expect(complaintOf(parsed.error?.issues[0]?.message ?? '').code).toBe(complaint);
  });

  it.each([
    ['track', 'track'],
    ['TRACK', 'track'], // senders disagree on case
    ['batch', undefined],
    ['constructor', undefined], // every object has one
    [undefined, undefined],
    [7, undefined],
  ])('reads the type %j as %j', (given, expected) => {
    expect(eventTypeOf(given)).toBe(expected);
  });

  it.each([
    [12, '12'],
    [-0.5, '-0.5'],
    ['  ', undefined],
    [null, undefined],
    ['é'.repeat(127), 'é'.repeat(127)], // 254 bytes
  ])('reads the id %j as %j', (userId, expected) => {
    expect(eventSchemas.identify.parse({ type: 'identify', userId }).userId).toBe(expected);
  });

  it('ignores a context that is no object', () => {
    const event = eventSchemas.page.parse({ type: 'page', userId: 'u', context: 'x' });

    expect(event.context).toBeUndefined();
  });

  it('keeps a complaint without a code readable', () => {
    expect(complaintOf('Invalid input')).toEqual({ code: 'invalid_event', message: 'Invalid input' });
  });
});
