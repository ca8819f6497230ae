import { describe, expect, it } from 'vitest';
import { customerChangeSchema, missingAddress, newCustomerSchema } from '../../shared/model/customer.ts';
import { refusals } from './refusals.ts';

const customer = {
  number: 'C-10001',
  name: '北京恒远科技有限公司',
  kind: 'company',
  email: 'kehu@customer.example',
};

describe('a new customer', () => {
  it('needs number, name, kind and a way to reach him; the rest has its usual value', () => {
    expect(newCustomerSchema.parse(customer)).toEqual({
      ...customer,
      language: 'zh-CN',
      preferredChannel: 'email',
      group: 'standard',
      creditTermDays: 30,
    });
    expect(refusals(newCustomerSchema, {})).toEqual(['number invalid_type', 'name invalid_type', 'kind invalid_value']);
  });

  it.each([
    ['a number in small letters', { number: 'c-10001' }, ['number invalid_format']],
    ['a number of two characters', { number: 'C1' }, ['number invalid_format']],
    ['a number of 33 characters', { number: 'C'.repeat(33) }, ['number invalid_format']],
    ['a number that ends in a hyphen', { number: 'C-1-' }, ['number invalid_format']],
    ['a number with a key separator', { number: 'C#1' }, ['number invalid_format']],
    ['a name of 101 characters', { name: '龘'.repeat(101) }, ['name too_big']],
    ['an unknown kind', { kind: 'robot' }, ['kind invalid_value']],
    ['an unknown language', { language: 'fr' }, ['language invalid_value']],
    ['an unknown channel', { preferredChannel: 'fax' }, ['preferredChannel invalid_value']],
    ['an e-mail without a host', { email: 'kehu@' }, ['email invalid_format']],
    ['an e-mail with a line break', { email: 'a@b.example\nBcc: c@d.example' }, ['email invalid_format']],
    ['a phone with letters', { phone: '138abc' }, ['phone invalid_format']],
    ['a phone of four characters', { phone: '1380' }, ['phone invalid_format']],
    ['a phone of 22 characters', { phone: `+${'1'.repeat(21)}` }, ['phone invalid_format']],
    ['a negative credit term', { creditTermDays: -1 }, ['creditTermDays too_small']],
    ['a credit term of 366 days', { creditTermDays: 366 }, ['creditTermDays too_big']],
    ['a credit term of half a day', { creditTermDays: 0.5 }, ['creditTermDays invalid_type']],
    ['a credit term in text', { creditTermDays: '30' }, ['creditTermDays invalid_type']],
    ['a group with a space', { group: 'key account' }, ['group invalid_format']],
    ['a group in Chinese', { group: '重点' }, ['group invalid_format']],
    ['an address of 201 characters', { address: '路'.repeat(201) }, ['address too_big']],
    ['an empty address', { address: ' ' }, ['address too_small']],
    ['notes of 501 characters', { notes: '备'.repeat(501) }, ['notes too_big']],
    ['six contacts', { contacts: Array.from({ length: 6 }, () => ({ name: '王芳' })) }, ['contacts too_big']],
    ['a contact without a name', { contacts: [{ phone: '13800138000' }] }, ['contacts.0.name invalid_type']],
    ['an unknown field', { vip: true }, ['unrecognized_keys']],
    ['an unknown field of a contact', { contacts: [{ name: '王芳', wechat: 'x' }] }, ['contacts.0 unrecognized_keys']],
  ])('may not have %s', (_, change, expected) => {
    expect(refusals(newCustomerSchema, { ...customer, ...change })).toEqual(expected);
  });

  it.each([
    { number: 'C10' },
    { number: '0'.repeat(32) },
    { name: '龘'.repeat(100) },
    { phone: '12345' },
    { phone: '+86 138-0013-8000' },
    { creditTermDays: 0 },
    { creditTermDays: 365 },
    { notes: '第一行\n第二行' },
    { contacts: [] },
  ])('may have %j', (change) => {
    expect(refusals(newCustomerSchema, { ...customer, ...change })).toEqual([]);
  });

  it.each([
    ['email', { email: undefined }, ['email CHANNEL_WITHOUT_ADDRESS']],
    ['sms', { preferredChannel: 'sms' }, ['phone CHANNEL_WITHOUT_ADDRESS']],
    ['phone', { preferredChannel: 'phone' }, ['phone CHANNEL_WITHOUT_ADDRESS']],
  ])('who prefers %s is reachable that way', (_, change, expected) => {
    expect(refusals(newCustomerSchema, { ...customer, ...change })).toEqual(expected);
    const reachable = { ...customer, ...change, email: 'a@b.example', phone: '13800138000' };
    expect(refusals(newCustomerSchema, reachable)).toEqual([]);
  });
});

describe('a change of a customer', () => {
  it('may name any field, and clears an optional one with null', () => {
    const change = { name: '新名称', email: null, phone: null, address: null, notes: null };
    expect(customerChangeSchema.parse(change)).toEqual(change);
    expect(customerChangeSchema.parse({})).toEqual({});
  });

  it.each(['number', 'name', 'kind', 'language', 'preferredChannel', 'group', 'creditTermDays', 'contacts'])(
    'cannot clear %s',
    (field) => {
      expect(customerChangeSchema.safeParse({ [field]: null }).success).toBe(false);
    },
  );

  it.each(['id', 'version', 'createdBy', 'bodyPrint', 'pk'])('cannot touch %s', (field) => {
    expect(refusals(customerChangeSchema, { [field]: 'x' })).toEqual(['unrecognized_keys']);
  });
});

it.each([
  ['email', null, '13800138000', 'email'],
  ['email', 'a@b.example', undefined, undefined],
  ['sms', 'a@b.example', null, 'phone'],
  ['phone', 'a@b.example', undefined, 'phone'],
  ['sms', undefined, '13800138000', undefined],
] as const)(
  'a customer who prefers %s with e-mail %s and phone %s lacks %s',
  (preferredChannel, email, phone, lacks) => {
    expect(missingAddress({ preferredChannel, email, phone })).toBe(lacks);
  },
);
