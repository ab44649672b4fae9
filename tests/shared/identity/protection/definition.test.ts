import { describe, expect, it } from 'vitest';
import { identitySchema } from '../../../../shared/identity/protection/definition.ts';
import { compileIdentityRules } from '../../../../shared/identity/protection/rules.ts';

const rulesOf = (definition: object) => compileIdentityRules(identitySchema.parse(definition));
const DAY = 24 * 3_600_000;
const EVER = Number.POSITIVE_INFINITY;

describe('the identity definition of a workspace', () => {
  it('has one user id ever, five anonymous ids a week and five of anything else by default', () => {
    const { limitOf, maxMerges, maxIdentifiers } = rulesOf({});

    expect(limitOf('user_id')).toEqual({ count: 1, withinMs: EVER });
    expect(limitOf('anonymous_id')).toEqual({ count: 5, withinMs: 7 * DAY });
    expect(limitOf('crm_id')).toEqual({ count: 5, withinMs: EVER });
    expect([maxMerges, maxIdentifiers]).toEqual([100, 1_000]);
  });

  it('keeps the other limits when one is raised', () => {
    const { limitOf } = rulesOf({ limits: { anonymous_id: { count: 20 } } });

    expect(limitOf('anonymous_id')).toEqual({ count: 20, withinMs: EVER });
    expect(limitOf('user_id').count).toBe(1);
  });

  it('still reads `week`, and stores it as seven days', () => {
    const limits = { email: { count: 2, per: 'week' } };

    expect(identitySchema.parse({ limits }).limits.email).toEqual({ count: 2, per: '7d' });
  });

  it('trusts user ids, then emails, then the alphabet', () => {
    const types = ['phone', 'android.id', 'email', 'user_id', 'crm_id'];

    expect(types.sort(rulesOf({}).compareTypes)).toEqual([
      'user_id',
      'email',
      'android.id',
      'crm_id',
      'phone',
    ]);
    expect(types.sort(rulesOf({ priority: ['phone'] }).compareTypes)[0]).toBe('phone');
  });

  it('blocks values that are equal and values that match anywhere', () => {
    const { isBlocked } = rulesOf({ blocked: ['kiosk', { pattern: '^test-' }] });

    expect(['kiosk', 'test-7', 'kiosk-2', 'latest-7', 'Kiosk'].map(isBlocked)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it.each([
    { limits: { email: { count: 0 } } }, // nobody could have one
    { limits: { email: { count: 2, per: '1mo' } } },
    { limits: { email: { count: 2, per: '0d' } } },
    { otherLimit: { count: 2, per: 'monthly' } },
    { blocked: [{ pattern: '(' }] },
    { blocked: [{ pattern: '(?=x)' }] }, // not linear
    { blocked: [''] },
    { priorities: ['email'] },
  ])('refuses %j', (definition) => {
    expect(identitySchema.safeParse(definition).success).toBe(false);
  });
});
