import type { CsvRow } from './csv.ts';
import { seededRandom } from './seeded-random.ts';
import * as words from './words.ts';

const ROWS = 300;
const FIRST_NUMBER = 20_001;
const SEED = 20_261_122;

/** What is wrong with some rows and what the API must say about it; keyed by row. */
const wrongRows: Readonly<Record<number, { change: Partial<CsvRow>; expect: string }>> = {
  57: { change: { email: 'caiwu.at.hengyuan.example' }, expect: 'EMAIL_FORMAT' },
  103: { change: { name: '很长的客户名称'.repeat(15) }, expect: 'TOO_LONG' },
  158: { change: { language: 'fr' }, expect: 'NOT_ALLOWED' },
  191: { change: { name: '' }, expect: 'TOO_SHORT' },
  214: { change: { number: `C-${FIRST_NUMBER + 11}` }, expect: 'CUSTOMER_NUMBER_TAKEN' },
  247: { change: { preferred_channel: 'sms', phone: '' }, expect: 'CHANNEL_WITHOUT_ADDRESS' },
  283: { change: { credit_term_days: '400' }, expect: 'TOO_LARGE' },
};

/** The customers a company enters in one day: mostly Chinese companies, some people, some foreign names, a few wrong rows. */
export function demoCustomers(): CsvRow[] {
  const random = seededRandom(SEED);
  const taken = new Set<string>();
  const nextName = (make: () => string): string => {
    let name = make();
    while (taken.has(name)) name = make();
    taken.add(name);
    return name;
  };
  return Array.from({ length: ROWS }, (_, index) => {
    const row = index + 1;
    // Unusual names are spread over the whole file, so that each clerk meets some.
    const unusual = row % 7 === 0 ? unusualNames[row / 7 - 1] : undefined;
    const kind = unusual?.kind ?? (random.chance(30) ? 'person' : 'company');
    const name = unusual?.name ?? nextName(() => (kind === 'person' ? personName(random) : companyName(random)));
    return {
      ...customer(random, row, kind, name),
      ...wrongRows[row]?.change,
      expect: wrongRows[row]?.expect ?? 'created',
    };
  });
}

type Random = ReturnType<typeof seededRandom>;

const unusualNames = [
  ...words.unusualCompanies.map((name) => ({ kind: 'company', name })),
  ...words.unusualPeople.map((name) => ({ kind: 'person', name })),
];

function customer(random: Random, row: number, kind: string, name: string): CsvRow {
  const foreign = /^[\p{Script=Latin}\d]/u.test(name);
  const domain = `c${FIRST_NUMBER - 1 + row}.example`;
  const channel = random.chance(84) ? 'email' : random.pick(['sms', 'phone']);
  const hasContact = kind === 'company' && random.chance(60);
  return {
    row: String(row),
    clerk: random.pick(words.clerks),
    number: `C-${FIRST_NUMBER - 1 + row}`,
    name,
    kind,
    language: foreign || random.chance(4) ? 'en' : 'zh-CN',
    preferred_channel: channel,
    email: channel === 'email' || random.chance(50) ? `${kind === 'company' ? 'caiwu' : 'me'}@${domain}` : '',
    phone: channel === 'email' && random.chance(30) ? '' : phone(random, kind),
    contact_name: hasContact ? personName(random) : '',
    contact_role: hasContact ? random.pick(words.contactRoles) : '',
    contact_email: hasContact && random.chance(70) ? `lianxi@${domain}` : '',
    group: random.pick(['standard', 'standard', 'standard', 'key', 'trial']),
    credit_term_days: random.pick(['0', '7', '15', '30', '30', '30', '45', '60', '90', '365']),
    address: random.chance(75)
      ? `${random.pick(words.places)}市${random.pick(words.streets)}${random.whole(1, 999)}号`
      : '',
    notes: random.chance(12) ? '每月 5 日前对账,发票随快递寄出' : '',
  };
}

function companyName(random: Random): string {
  const { places, brands, trades, companyForms } = words;
  return `${random.pick(places)}${random.pick(brands)}${random.pick(trades)}${random.pick(companyForms)}`;
}

function personName(random: Random): string {
  return `${random.pick(words.surnames)}${random.pick(words.givenNames)}`;
}

function phone(random: Random, kind: string): string {
  if (kind === 'person')
    return `+86 1${random.pick(['38', '39', '50', '86', '91'])} ${random.whole(1000, 9999)} ${random.whole(1000, 9999)}`;
  return `0${random.pick(['10', '21', '571', '755', '28'])}-${random.whole(10_000_000, 99_999_999)}`;
}
