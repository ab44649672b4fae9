import { describe, expect, it } from 'vitest';
import { sidesOf } from '../../../../shared/identity/protection/apart.ts';
import { identitySchema } from '../../../../shared/identity/protection/definition.ts';
import { decideIdentity, type Owner } from '../../../../shared/identity/protection/protect.ts';
import { compileIdentityRules } from '../../../../shared/identity/protection/rules.ts';

const [own, other] = sidesOf('user_id:aaaaaaaaaaaa', 'email:bbbbbbbbbbbb');
const user = { type: 'user_id', value: 'anna' };
const email = { type: 'email', value: 'bert@x.de' };
const phone = { type: 'phone', value: '+48600' };
const anna: Owner = { id: 'A', merges: 0, identifiers: [{ ...user, since: 0, apart: [own] }] };
const bert: Owner = { id: 'B', merges: 0, identifiers: [{ ...email, since: 0, apart: [other] }] };
const carl: Owner = { id: 'C', merges: 0, identifiers: [{ ...phone, since: 0 }] };
const owners = [anna, bert, carl];

const decide = (...identifiers: (typeof user)[]) =>
  decideIdentity(identifiers, {
    rules: compileIdentityRules(identitySchema.parse({})),
    at: 1,
    ownerOf: (one) => owners.find(({ identifiers: [known] }) => known?.value === one.value),
  });

describe('identifiers that a split put apart', () => {
  it('join nobody: the event belongs to the more trusted one', () => {
    expect(decide(email, user)).toEqual({
      status: 'resolve',
      owner: 'A',
      refused: [{ rule: 'apart', identifier: email, by: ['user_id'] }],
    });
  });

  it('do not keep out the others of the event, even less trusted ones', () => {
    expect(decide(user, email, phone)).toMatchObject({
      status: 'merge',
      owners: ['A', 'C'],
      refused: [{ rule: 'apart', identifier: email }],
    });
  });

  it('join anybody else', () => {
    expect(decide(email, phone)).toMatchObject({ status: 'merge', owners: ['B', 'C'], refused: [] });
  });
});
