import { beforeAll, describe, expect, it } from 'vitest';
import { complaints, type ProblemBody, refused } from '../support/http.ts';
import { approval, type CustomerInOffice, chargeContent, type Office, oneStage, openOffice } from './office.ts';

let office: Office;
let customer: CustomerInOffice;
/** A charge that came back to its clerk, and the name of its state. */
let returned: { id: string; etag: string };

beforeAll(async () => {
  office = await openOffice();
  customer = await office.createCustomer();
  const { id } = await office.submit(customer, oneStage);
  await office.decide(office.reviewer, id, { ...approval(1), decision: 'return', comment: '请补充合同' });
  returned = { id, etag: '"1.2"' };
});

type Content = Record<string, unknown>;

/** The content with one place changed; `undefined` leaves the place out. */
function at(path: string, value: unknown): Content {
  const content = structuredClone(chargeContent) as Content;
  const names = path.split('.');
  const last = names.pop() ?? '';
  const place = names.reduce<Content>((node, name) => node[name] as Content, content);
  if (value === undefined) delete place[last];
  else place[last] = value;
  return content;
}

const line = { description: '高级版席位', quantity: '12', unitPrice: '10.00' };
const withLine = (change: object) => at('basis.lines', [{ ...line, ...change }]);
const many = <T>(count: number, element: T): T[] => Array.from({ length: count }, () => element);

const amounts: readonly [why: string, value: unknown, currency: string, complaint: string][] = [
  ['three decimals in CNY', '1.000', 'CNY', '/amount/value AMOUNT_DECIMALS'],
  ['one decimal in JPY', '1.0', 'JPY', '/amount/value AMOUNT_DECIMALS'],
  ['four decimals in KWD', '1.0000', 'KWD', '/amount/value AMOUNT_DECIMALS'],
  ['zero', '0.00', 'CNY', '/amount/value AMOUNT_NOT_POSITIVE'],
  ['a negative amount', '-120.00', 'CNY', '/amount/value AMOUNT_NOT_POSITIVE'],
  ['negative zero', '-0', 'CNY', '/amount/value AMOUNT_NOT_POSITIVE'],
  ['a cent above the limit', '10000000000000.00', 'CNY', '/amount/value AMOUNT_TOO_LARGE'],
  ['a huge amount', '999999999999999999999.00', 'CNY', '/amount/value AMOUNT_TOO_LARGE'],
  ['more digits than any amount has', '1'.repeat(41), 'CNY', '/amount/value TOO_LONG'],
  ['scientific notation', '1e3', 'CNY', '/amount/value AMOUNT_FORMAT'],
  ['full-width digits', '１２０.００', 'CNY', '/amount/value AMOUNT_FORMAT'],
  ['Arabic digits', '١٢٠', 'CNY', '/amount/value AMOUNT_FORMAT'],
  ['thousands separators', '1,200.00', 'CNY', '/amount/value AMOUNT_FORMAT'],
  ['a decimal comma', '120,00', 'CNY', '/amount/value AMOUNT_FORMAT'],
  ['a plus sign', '+120.00', 'CNY', '/amount/value AMOUNT_FORMAT'],
  ['a currency sign', '¥120.00', 'CNY', '/amount/value AMOUNT_FORMAT'],
  ['a space around it', ' 120.00', 'CNY', '/amount/value AMOUNT_FORMAT'],
  ['a line break after it', '120.00\n', 'CNY', '/amount/value AMOUNT_FORMAT'],
  ['a hexadecimal number', '0x78', 'CNY', '/amount/value AMOUNT_FORMAT'],
  ['no digit before the point', '.50', 'CNY', '/amount/value AMOUNT_FORMAT'],
  ['no digit after the point', '50.', 'CNY', '/amount/value AMOUNT_FORMAT'],
  ['not a number', 'NaN', 'CNY', '/amount/value AMOUNT_FORMAT'],
  ['infinity', 'Infinity', 'CNY', '/amount/value AMOUNT_FORMAT'],
  ['nothing', '', 'CNY', '/amount/value AMOUNT_FORMAT'],
  ['a JSON number', 120, 'CNY', '/amount/value WRONG_TYPE'],
  ['an unknown currency', '120.00', 'XXX', '/amount/currency UNKNOWN_CURRENCY'],
  ['a currency in small letters', '120.00', 'cny', '/amount/currency UNKNOWN_CURRENCY'],
  ['a currency that is a word of JavaScript', '120.00', '__proto__', '/amount/currency UNKNOWN_CURRENCY'],
  ['a currency in full-width letters', '120.00', 'ＣＮＹ', '/amount/currency UNKNOWN_CURRENCY'],
];

const contents: readonly [why: string, content: unknown, complaints: string[]][] = [
  ...amounts
    .map(
      ([why, value, currency, complaint]) =>
        [`the amount is ${why}`, at('amount', { value, currency }), [complaint]] as const,
    )
    .map(([why, content, list]): [string, unknown, string[]] => [why, content, [...list]]),

  ['the type is missing', at('type', undefined), ['/type REQUIRED']],
  ['the reason is missing', at('reason', undefined), ['/reason REQUIRED']],
  ['the reason has no code', at('reason.code', undefined), ['/reason/code REQUIRED']],
  ['the reason has no text', at('reason.text', undefined), ['/reason/text REQUIRED']],
  ['the amount is missing', at('amount', undefined), ['/amount REQUIRED']],
  ['the amount has no value', at('amount.value', undefined), ['/amount/value REQUIRED']],
  ['the amount has no currency', at('amount.currency', undefined), ['/amount/currency REQUIRED']],
  ['the basis is missing', at('basis', undefined), ['/basis REQUIRED']],
  ['the basis has no text', at('basis.text', undefined), ['/basis/text REQUIRED']],
  ['the period is missing', at('period', undefined), ['/period REQUIRED']],
  ['the period has no start', at('period.start', undefined), ['/period/start REQUIRED']],
  ['the period has no end', at('period.end', undefined), ['/period/end REQUIRED']],
  ['a voucher has no kind', at('vouchers', [{ reference: 'HT-1' }]), ['/vouchers/0/kind REQUIRED']],
  ['a voucher has no reference', at('vouchers', [{ kind: 'other' }]), ['/vouchers/0/reference REQUIRED']],

  ['the type is no text', at('type', 7), ['/type NOT_ALLOWED']],
  ['the reason is a text', at('reason', 'upgrade'), ['/reason WRONG_TYPE']],
  ['the reason’s text is a number', at('reason.text', 12_345), ['/reason/text WRONG_TYPE']],
  ['the amount is a text', at('amount', '120.00'), ['/amount WRONG_TYPE']],
  ['the amount is null', at('amount', null), ['/amount WRONG_TYPE']],
  ['the amount is a list', at('amount', ['120.00', 'CNY']), ['/amount WRONG_TYPE']],
  ['the currency is a list', at('amount.currency', ['CNY']), ['/amount/currency WRONG_TYPE']],
  ['the basis is a text', at('basis', '10 个'), ['/basis WRONG_TYPE']],
  ['the lines are an object', at('basis.lines', { 0: line }), ['/basis/lines WRONG_TYPE']],
  ['the period is a text', at('period', '2026-10'), ['/period WRONG_TYPE']],
  ['a date is a number', at('period.start', 20_261_001), ['/period/start WRONG_TYPE']],
  ['the vouchers are a text', at('vouchers', 'HT-1'), ['/vouchers WRONG_TYPE']],
  ['a voucher is a text', at('vouchers', ['HT-1']), ['/vouchers/0 WRONG_TYPE']],
  ['the effective date is null', at('effectiveDate', null), ['/effectiveDate WRONG_TYPE']],

  ['the type is unknown', at('type', 'supplement'), ['/type NOT_ALLOWED']],
  ['the type is a word of JavaScript', at('type', 'constructor'), ['/type NOT_ALLOWED']],
  ['the reason’s code is unknown', at('reason.code', 'because'), ['/reason/code NOT_ALLOWED']],
  ['a voucher’s kind is unknown', at('vouchers.0.kind', 'photo'), ['/vouchers/0/kind NOT_ALLOWED']],

  ['the reason is too short', at('reason.text', '补差价'), ['/reason/text TOO_SHORT']],
  ['the reason is spaces', at('reason.text', ' '.repeat(20)), ['/reason/text TOO_SHORT']],
  ['the reason is too long', at('reason.text', '补'.repeat(301)), ['/reason/text TOO_LONG']],
  ['the basis is empty', at('basis.text', ''), ['/basis/text TOO_SHORT']],
  ['the basis is too long', at('basis.text', '补'.repeat(301)), ['/basis/text TOO_LONG']],
  ['there are too many lines', at('basis.lines', many(21, line)), ['/basis/lines TOO_LONG']],
  [
    'a line’s description is too long',
    withLine({ description: '补'.repeat(61) }),
    ['/basis/lines/0/description TOO_LONG'],
  ],
  [
    'a quantity is too long',
    withLine({ quantity: '1'.repeat(25) }),
    ['/basis/lines/0/quantity TOO_LONG', '/basis/lines/0/quantity AMOUNT_TOO_LARGE'],
  ],
  ['there are too many vouchers', at('vouchers', many(11, chargeContent.vouchers[0])), ['/vouchers TOO_LONG']],
  ['a voucher’s reference is empty', at('vouchers.0.reference', '  '), ['/vouchers/0/reference TOO_SHORT']],
  [
    'a voucher’s reference is too long',
    at('vouchers.0.reference', 'H'.repeat(101)),
    ['/vouchers/0/reference TOO_LONG'],
  ],

  ['a field is unknown', at('colour', 'red'), [' UNKNOWN_FIELD']],
  ['the reason has an unknown field', at('reason.colour', 'red'), ['/reason UNKNOWN_FIELD']],
  ['the amount has an unknown field', at('amount.minor', '12000'), ['/amount UNKNOWN_FIELD']],
  ['the basis has an unknown field', at('basis.colour', 'red'), ['/basis UNKNOWN_FIELD']],
  ['a line has an unknown field', withLine({ amount: '120.00' }), ['/basis/lines/0 UNKNOWN_FIELD']],
  ['the period has an unknown field', at('period.months', 1), ['/period UNKNOWN_FIELD']],
  ['a voucher has an unknown field', at('vouchers.0.url', 'x'), ['/vouchers/0 UNKNOWN_FIELD']],
  ['a field is named constructor', at('constructor', {}), [' UNKNOWN_FIELD']],

  [
    'the period ends before it starts',
    at('period', { start: '2026-10-31', end: '2026-10-01' }),
    ['/period/end PERIOD_ENDS_BEFORE_START'],
  ],
  [
    'a date does not exist',
    at('period', { start: '2026-02-30', end: '2027-02-29' }),
    ['/period/start DATE_INVALID', '/period/end DATE_INVALID'],
  ],
  ['a month does not exist', at('period.end', '2026-13-01'), ['/period/end DATE_INVALID']],
  ['a date is an instant', at('period.start', '2026-10-01T00:00:00Z'), ['/period/start DATE_INVALID']],
  ['a date is written in another order', at('period.start', '01-10-2026'), ['/period/start DATE_INVALID']],
  ['a date has full-width digits', at('effectiveDate', '２０２６-10-01'), ['/effectiveDate DATE_INVALID']],
  ['a date is empty', at('effectiveDate', ''), ['/effectiveDate DATE_INVALID']],
  ['a date is before any business', at('effectiveDate', '0001-01-01'), ['/effectiveDate DATE_INVALID']],

  ['the lines sum to another amount', withLine({ quantity: '11' }), ['/basis/lines BASIS_SUM_MISMATCH']],
  ['a quantity is no decimal', withLine({ quantity: '一' }), ['/basis/lines/0/quantity AMOUNT_FORMAT']],
  ['a unit price is no decimal', withLine({ unitPrice: '1e1' }), ['/basis/lines/0/unitPrice AMOUNT_FORMAT']],
  [
    'two lines are wrong',
    at('basis.lines', [line, { ...line, quantity: '' }, { ...line, unitPrice: 'x' }]),
    ['/basis/lines/1/quantity AMOUNT_FORMAT', '/basis/lines/2/unitPrice AMOUNT_FORMAT'],
  ],

  [
    'everything is wrong at once',
    { ...chargeContent, type: 'x', amount: { value: 'x', currency: 'CNY' }, period: {}, more: 1 },
    [
      '/type NOT_ALLOWED',
      '/amount/value AMOUNT_FORMAT',
      '/period/start REQUIRED',
      '/period/end REQUIRED',
      ' UNKNOWN_FIELD',
    ],
  ],
];

/** Characters nobody types on purpose into a line of text: they break lists, mails and the eye of who approves. */
const unwanted: readonly [name: string, character: string][] = [
  ['NUL', '\u0000'],
  ['BELL', '\u0007'],
  ['ESCAPE', '\u001b'],
  ['DELETE', '\u007f'],
  ['NEXT LINE', '\u0085'],
  ['a C1 control', '\u009b'],
  ['LINE SEPARATOR', '\u2028'],
  ['PARAGRAPH SEPARATOR', '\u2029'],
  ['ARABIC LETTER MARK', '\u061c'],
  ['LEFT-TO-RIGHT MARK', '\u200e'],
  ['RIGHT-TO-LEFT MARK', '\u200f'],
  ['LEFT-TO-RIGHT EMBEDDING', '\u202a'],
  ['RIGHT-TO-LEFT OVERRIDE', '\u202e'],
  ['LEFT-TO-RIGHT ISOLATE', '\u2066'],
  ['POP DIRECTIONAL ISOLATE', '\u2069'],
];
const unwantedInLines: readonly [name: string, character: string][] = [
  ['TAB', '\t'],
  ['LINE FEED', '\n'],
  ['CARRIAGE RETURN', '\r'],
];

const submissions = (content: unknown) => ({
  as: office.clerk,
  body: { customerId: customer.id, customerNumber: customer.number, ...(content as object) },
});
const resubmissions = (content: unknown) => ({
  as: office.clerk,
  params: { chargeId: returned.id },
  ifMatch: returned.etag,
  body: content,
});

describe.each([
  ['submitCharge', submissions],
  ['resubmitCharge', resubmissions],
] as const)('%s', (operation, requestWith) => {
  const refuse = (content: unknown): Promise<ProblemBody> =>
    office.writesNothing(() => refused(operation, requestWith(content)));

  it.each(contents)('refuses a charge when %s', async (_, content, expected) => {
    const problem = await refuse(content);
    expect(complaints(problem).sort()).toEqual([...expected].sort());
    expect(problem).toMatchObject({ code: 'VALIDATION_FAILED', status: 400 });
  });

  it.each([...unwanted, ...unwantedInLines])('refuses %s inside a line of text', async (_, character) => {
    const content = {
      ...at('vouchers.0.reference', `HT${character}1`),
      basis: { text: '10 个', lines: [{ ...line, description: `a${character}b` }] },
    };
    expect(complaints(await refuse(content)).sort()).toEqual([
      '/basis/lines/0/description CONTROL_CHARACTERS',
      '/vouchers/0/reference CONTROL_CHARACTERS',
    ]);
  });

  it.each(unwanted)('refuses %s inside a paragraph', async (_, character) => {
    const content = { ...at('reason.text', `升级${character}服务等级`), basis: { text: `10${character}个` } };
    expect(complaints(await refuse(content)).sort()).toEqual([
      '/basis/text CONTROL_CHARACTERS',
      '/reason/text CONTROL_CHARACTERS',
    ]);
  });

  it('refuses half a character, which storage would silently turn into another', async () => {
    expect(complaints(await refuse(at('basis.text', '席位 \ud842')))).toEqual(['/basis/text CONTROL_CHARACTERS']);
  });

  it('refuses fields that would change an object’s nature, wherever they are', async () => {
    const text = JSON.stringify(requestWith(chargeContent).body);
    for (const [place, pointer] of [
      [text.replace('{', '{"__proto__":{"type":"other"},'), ''],
      [text.replace('"amount":{', '"amount":{"__proto__":{"value":"1.00"},'), '/amount'],
      [text.replace('"period":{', '"period":{"__proto__":{},'), '/period'],
      [text.replace('"reason":{', '"reason":{"__proto__":{},'), '/reason'],
    ]) {
      const { body: _, ...request } = requestWith(chargeContent);
      const problem = await office.writesNothing(() => refused(operation, { ...request, text: place ?? '' }));
      expect(complaints(problem)).toEqual([`${pointer} UNKNOWN_FIELD`]);
    }
  });

  it.each([
    ['null', null],
    ['a list', []],
    ['a text', 'charge'],
    ['a number', 1],
    ['a truth', true],
  ])('refuses a body that is %s', async (_, body) => {
    const request = { ...requestWith(chargeContent), body };
    expect(complaints(await office.writesNothing(() => refused(operation, request)))).toEqual([' WRONG_TYPE']);
  });

  it('names every missing field of an empty body', async () => {
    const problem = await office.writesNothing(() => refused(operation, { ...requestWith({}), body: {} }));
    const own = ['/amount REQUIRED', '/basis REQUIRED', '/period REQUIRED', '/reason REQUIRED', '/type REQUIRED'];
    const customers = operation === 'submitCharge' ? ['/customerId REQUIRED', '/customerNumber REQUIRED'] : [];
    expect(complaints(problem).sort()).toEqual([...own, ...customers].sort());
  });
});

describe('submitCharge', () => {
  const submit = (change: object) =>
    office.writesNothing(() =>
      refused('submitCharge', {
        as: office.clerk,
        body: { customerId: customer.id, customerNumber: customer.number, ...chargeContent, ...change },
      }),
    );

  it('refuses a customer there is not', async () => {
    expect(await submit({ customerId: `cus_${'a'.repeat(26)}` })).toMatchObject({
      code: 'CUSTOMER_NOT_FOUND',
      status: 404,
    });
  });

  it.each([
    'C-10001',
    '',
    'cus_',
    `chg_${'a'.repeat(26)}`,
    `cus_${'A'.repeat(26)}`,
    `cus_${'a'.repeat(27)}`,
    `cus_${'a'.repeat(26)}\n`,
  ])('refuses %j, which is no id of a customer', async (customerId) => {
    expect(complaints(await submit({ customerId }))).toEqual(['/customerId ID_FORMAT']);
  });

  it('refuses a number that belongs to another customer, or to none', async () => {
    const other = await office.createCustomer();
    for (const customerNumber of [other.number, 'C-99999']) {
      expect(await submit({ customerNumber })).toMatchObject({
        code: 'CUSTOMER_NUMBER_MISMATCH',
        status: 422,
        detail: expect.stringContaining(customerNumber),
      });
    }
  });

  it.each(['c-10001', 'C', '-C1', 'C-1-', 'C 10001', 'Ｃ-10001', 'C'.repeat(33)])(
    'refuses %j, which is no number of a customer',
    async (customerNumber) => {
      expect(complaints(await submit({ customerNumber }))).toEqual(['/customerNumber CUSTOMER_NUMBER_FORMAT']);
    },
  );

  it('says in the reader’s language what to correct', async () => {
    const body = {
      customerId: customer.id,
      customerNumber: customer.number,
      ...at('amount', { value: '1.005', currency: 'CNY' }),
    };
    const english = await refused('submitCharge', { as: office.clerk, body, language: 'en' });
    expect(english).toMatchObject({
      title: 'Some fields are wrong',
      detail: '1 field(s) need a correction: see errors for each field and the way out. Nothing was saved.',
      errors: [{ detail: 'CNY has at most 2 decimal(s); “1.005” has too many.' }],
    });
    const chinese = await refused('submitCharge', { as: office.clerk, body, language: 'zh-CN' });
    expect(chinese).toMatchObject({
      title: '填写内容有误',
      detail: '有 1 处需要修改，请按 errors 中的字段和说明更正后重新提交；尚未保存任何内容。',
      errors: [{ detail: 'CNY 最多 2 位小数，“1.005”的小数位太多。' }],
    });
  });
});
