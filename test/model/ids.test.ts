import { describe, expect, it } from 'vitest';
import {
  chargeIdSchema,
  customerIdSchema,
  depositIdSchema,
  requestIdSchema,
  userIdSchema,
} from '../../shared/model/ids.ts';

const letters = 'abcdefghijklmnopqrstuvwxyz';

describe('an id', () => {
  it.each([
    ['customer', customerIdSchema, `cus_${letters}`],
    ['charge', chargeIdSchema, `chg_${letters}`],
    ['deposit', depositIdSchema, `dep_${'234567'.repeat(4)}aa`],
  ])('of a %s has its prefix and 26 letters of base32', (_, schema, id) => {
    expect(schema.parse(id)).toBe(id);
  });

  it.each([
    ['another prefix', `chg_${letters}`],
    ['no prefix', letters],
    ['capitals', `cus_${letters.toUpperCase()}`],
    ['25 letters', `cus_${letters.slice(1)}`],
    ['27 letters', `cus_${letters}a`],
    ['a digit that is not in base32', `cus_${letters.slice(1)}1`],
    ['a key separator', `cus_${letters.slice(1)}#`],
    ['a line break behind', `cus_${letters}\n`],
    ['nothing', ''],
  ])('with %s is no customer id', (_, id) => {
    expect(customerIdSchema.safeParse(id).success).toBe(false);
  });

  it('of a request is that of a charge or of a deposit', () => {
    expect(requestIdSchema.safeParse(`chg_${letters}`).success).toBe(true);
    expect(requestIdSchema.safeParse(`dep_${letters}`).success).toBe(true);
    expect(requestIdSchema.safeParse(`cus_${letters}`).success).toBe(false);
  });
});

describe('a user id', () => {
  it.each(['wang.fang', 'li.na', 'ab', '2nd_clerk-a', 'a'.repeat(32)])('may be %s', (id) => {
    expect(userIdSchema.parse(id)).toBe(id);
  });

  it.each(['', 'a', '.wang', 'Wang.Fang', 'wang fang', 'wang@fang', 'wang#fang', '王芳', 'policy\n', 'a'.repeat(33)])(
    'is not “%s”',
    (id) => {
      expect(userIdSchema.safeParse(id).success).toBe(false);
    },
  );
});
