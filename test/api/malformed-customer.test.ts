import { beforeAll, describe, expect, it } from 'vitest';
import { accepted, complaints, refused, send } from '../support/http.ts';
import { type CustomerInOffice, type Office, openOffice } from './office.ts';

let office: Office;
let customer: CustomerInOffice;

beforeAll(async () => {
  office = await openOffice();
  customer = await office.createCustomer({ phone: '+86 138 0013 8000' });
});

const contact = { name: '李娜', role: '财务', email: 'li.na@customer.example', phone: '021-5555-0101' };
const complete = {
  number: 'C-20001',
  name: '华夏科技有限公司',
  kind: 'company',
  language: 'zh-CN',
  preferredChannel: 'email',
  email: 'ar@huaxia.example',
  phone: '+86 138 0013 8001',
  contacts: [contact],
  group: 'key',
  creditTermDays: 45,
  address: '上海市徐汇区漕溪北路 1 号',
  notes: '每月 5 日前开票',
};

type Row = readonly [why: string, change: Record<string, unknown>, complaints: string[]];

/** Faults of a field, whether the customer is new or changed. */
const inAField: readonly Row[] = [
  ['the number has small letters', { number: 'c-20001' }, ['/number CUSTOMER_NUMBER_FORMAT']],
  ['the number is too short', { number: 'C1' }, ['/number CUSTOMER_NUMBER_FORMAT']],
  ['the number is too long', { number: 'C'.repeat(33) }, ['/number CUSTOMER_NUMBER_FORMAT']],
  ['the number begins with a hyphen', { number: '-C20001' }, ['/number CUSTOMER_NUMBER_FORMAT']],
  ['the number has full-width letters', { number: 'Ｃ-20001' }, ['/number CUSTOMER_NUMBER_FORMAT']],
  ['the number has a space around it', { number: ' C-20001' }, ['/number CUSTOMER_NUMBER_FORMAT']],
  ['the number is a number', { number: 20_001 }, ['/number WRONG_TYPE']],
  ['the name is empty', { name: '' }, ['/name TOO_SHORT']],
  ['the name is spaces', { name: '\u3000 \u3000' }, ['/name TOO_SHORT']],
  ['the name is too long', { name: '名'.repeat(101) }, ['/name TOO_LONG']],
  ['the name is a list', { name: ['华夏'] }, ['/name WRONG_TYPE']],
  ['the name has a line break', { name: '华夏\n科技' }, ['/name CONTROL_CHARACTERS']],
  ['the name has a control character', { name: '华夏\u0007科技' }, ['/name CONTROL_CHARACTERS']],
  ['the name turns the text around', { name: 'ABC\u202e科技' }, ['/name CONTROL_CHARACTERS']],
  ['the kind is unknown', { kind: 'government' }, ['/kind NOT_ALLOWED']],
  ['the language is unknown', { language: 'fr' }, ['/language NOT_ALLOWED']],
  ['the channel is unknown', { preferredChannel: 'fax' }, ['/preferredChannel NOT_ALLOWED']],
  ['the e-mail is no address', { email: 'ar.huaxia.example' }, ['/email EMAIL_FORMAT']],
  ['the e-mail has two addresses', { email: 'a@huaxia.example,b@huaxia.example' }, ['/email EMAIL_FORMAT']],
  ['the e-mail smuggles a header', { email: 'a@huaxia.example\nBcc: b@other.example' }, ['/email EMAIL_FORMAT']],
  ['the e-mail has a name', { email: 'AR <ar@huaxia.example>' }, ['/email EMAIL_FORMAT']],
  [
    'the e-mail is too long',
    { email: `${'a'.repeat(60)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.example` },
    ['/email TOO_LONG'],
  ],
  ['the phone has letters', { phone: '138-CALL-ME' }, ['/phone PHONE_FORMAT']],
  ['the phone is too short', { phone: '1234' }, ['/phone PHONE_FORMAT']],
  ['the phone is too long', { phone: '1'.repeat(23) }, ['/phone PHONE_FORMAT']],
  ['the phone has full-width digits', { phone: '１３８００１３８０００' }, ['/phone PHONE_FORMAT']],
  ['there are too many contacts', { contacts: Array.from({ length: 6 }, () => contact) }, ['/contacts TOO_LONG']],
  ['a contact has no name', { contacts: [{ role: '财务' }] }, ['/contacts/0/name REQUIRED']],
  [
    'a contact’s e-mail is no address',
    { contacts: [contact, { ...contact, email: 'x' }] },
    ['/contacts/1/email EMAIL_FORMAT'],
  ],
  ['a contact has an unknown field', { contacts: [{ ...contact, fax: '1' }] }, ['/contacts/0 UNKNOWN_FIELD']],
  ['the contacts are an object', { contacts: contact }, ['/contacts WRONG_TYPE']],
  ['the group is no slug', { group: 'Key Account' }, ['/group GROUP_FORMAT']],
  ['the group is Chinese', { group: '大客户' }, ['/group GROUP_FORMAT']],
  ['the credit term is negative', { creditTermDays: -1 }, ['/creditTermDays TOO_SMALL']],
  ['the credit term is beyond a year', { creditTermDays: 366 }, ['/creditTermDays TOO_LARGE']],
  ['the credit term has a fraction', { creditTermDays: 30.5 }, ['/creditTermDays WRONG_TYPE']],
  ['the credit term is a text', { creditTermDays: '30' }, ['/creditTermDays WRONG_TYPE']],
  ['the address is too long', { address: '路'.repeat(201) }, ['/address TOO_LONG']],
  ['the address has a line break', { address: '上海市\r\n徐汇区' }, ['/address CONTROL_CHARACTERS']],
  ['the notes are too long', { notes: '注'.repeat(501) }, ['/notes TOO_LONG']],
  ['the notes have a control character', { notes: '注\u0000意' }, ['/notes CONTROL_CHARACTERS']],
  ['a field is unknown', { colour: 'red' }, [' UNKNOWN_FIELD']],
  ['a field is the server’s own', { version: 7, createdBy: 'admin' }, [' UNKNOWN_FIELD']],
  [
    'several fields are wrong',
    { number: '', kind: 'x', creditTermDays: 1e9 },
    ['/number CUSTOMER_NUMBER_FORMAT', '/kind NOT_ALLOWED', '/creditTermDays TOO_LARGE'],
  ],
];

const whenNew: readonly Row[] = [
  ['the number is missing', { number: undefined }, ['/number REQUIRED']],
  ['the name is missing', { name: undefined }, ['/name REQUIRED']],
  ['the kind is missing', { kind: undefined }, ['/kind REQUIRED']],
  ['an optional field is null', { address: null }, ['/address WRONG_TYPE']],
  ['mail is preferred and there is no address', { email: undefined }, ['/email CHANNEL_WITHOUT_ADDRESS']],
  [
    'text messages are preferred and there is no phone',
    { preferredChannel: 'sms', phone: undefined },
    ['/phone CHANNEL_WITHOUT_ADDRESS'],
  ],
  [
    'calls are preferred and there is no phone',
    { preferredChannel: 'phone', phone: undefined },
    ['/phone CHANNEL_WITHOUT_ADDRESS'],
  ],
];

const whenChanged: readonly Row[] = [
  ['a field that must be is cleared', { name: null }, ['/name WRONG_TYPE']],
  ['the number is cleared', { number: null }, ['/number WRONG_TYPE']],
  ['the address of the preferred channel is cleared', { email: null }, ['/email CHANNEL_WITHOUT_ADDRESS']],
  [
    'the channel leads nowhere after the change',
    { preferredChannel: 'sms', phone: null },
    ['/phone CHANNEL_WITHOUT_ADDRESS'],
  ],
];

describe('createCustomer', () => {
  const refuse = (change: object) =>
    office.writesNothing(() => refused('createCustomer', { as: office.clerk, body: { ...complete, ...change } }));

  it.each([...inAField, ...whenNew])('refuses a customer when %s', async (_, change, expected) => {
    const problem = await refuse(change);
    expect(complaints(problem).sort()).toEqual([...expected].sort());
  });

  it('refuses a number that is taken, and leaves no trace of the attempt', async () => {
    expect(await refuse({ number: customer.number })).toMatchObject({
      code: 'CUSTOMER_NUMBER_TAKEN',
      status: 409,
      detail: `The number ${customer.number} belongs to another customer. Use another number, or search for that customer.`,
    });
  });

  it('keeps a name as it is meant: trimmed and composed', async () => {
    const body = { ...complete, number: 'C-20002', name: ' Cafe\u0301 𠮷野家 龘 ' };
    expect((await accepted('createCustomer', { as: office.clerk, body })).body.name).toBe('Caf\u00e9 𠮷野家 龘');
  });

  it('refuses fields that would change an object’s nature', async () => {
    const text = JSON.stringify(complete).replace('{', '{"__proto__":{"admin":true},');
    const problem = await office.writesNothing(() => refused('createCustomer', { as: office.clerk, text }));
    expect(complaints(problem)).toEqual([' UNKNOWN_FIELD']);
  });
});

describe('updateCustomer', () => {
  const change = (body: object, ifMatch: string | undefined = '"1"') => ({
    as: office.clerk,
    params: { customerId: customer.id },
    body,
    ifMatch,
  });
  const refuse = (body: object, ifMatch?: string) =>
    office.writesNothing(() => refused('updateCustomer', change(body, ifMatch)));

  it.each([...inAField, ...whenChanged])('refuses a change when %s', async (_, body, expected) => {
    expect(complaints(await refuse(body)).sort()).toEqual([...expected].sort());
  });

  it('refuses a change of what somebody else has changed meanwhile, and says what is current', async () => {
    for (const stale of ['"0"', '"2"', '1', 'W/"1"', '*', '"1", "2"']) {
      expect(await refuse({ notes: '新' }, stale)).toMatchObject({
        code: 'VERSION_STALE',
        status: 412,
        detail: expect.stringContaining('"1"'),
      });
    }
  });

  it('refuses a change that does not say which version it is of', async () => {
    const request = { as: office.clerk, params: { customerId: customer.id }, body: { notes: '新' } };
    for (const headers of [{ 'if-match': undefined }, { 'if-match': '' }]) {
      const problem = await office.writesNothing(() => refused('updateCustomer', { ...request, headers }));
      expect(problem).toMatchObject({ code: 'IF_MATCH_MISSING', status: 428 });
    }
  });

  it('refuses a number that is taken, and lets go of one that is given up', async () => {
    const mover = await office.createCustomer();
    const request = (number: string, ifMatch: string) => ({
      as: office.clerk,
      params: { customerId: mover.id },
      body: { number },
      ifMatch,
    });
    const problem = await office.writesNothing(() => refused('updateCustomer', request(customer.number, '"1"')));
    expect(problem).toMatchObject({ code: 'CUSTOMER_NUMBER_TAKEN', status: 409 });
    await accepted('updateCustomer', request('C-30001', '"1"'));
    const again = { ...complete, number: mover.number };
    expect((await accepted('createCustomer', { as: office.clerk, body: again })).body.number).toBe(mover.number);
  });

  it('lets one of two changes of the same version through', async () => {
    const { id } = await office.createCustomer();
    const attempt = (notes: string) => ({
      as: office.clerk,
      params: { customerId: id },
      body: { notes },
      ifMatch: '"1"',
    });
    const answers = await Promise.all(['甲', '乙', '丙'].map((notes) => send('updateCustomer', attempt(notes))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    const { body, etag } = await accepted('getCustomer', { as: office.clerk, params: { customerId: id } });
    expect({ version: body.version, etag }).toEqual({ version: 2, etag: '"2"' });
  });
});
