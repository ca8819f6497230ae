import type {
  ControlFindings,
  LowBalance,
  LowBalances,
  PrepaidShortfall,
  TopUpDue,
} from '../../shared/mails/control-mails.ts';

const cny = (value: string) => ({ value, currency: 'CNY' });

export const lowBalance: LowBalance = {
  readerName: '赵敏',
  customerName: '上海云杉科技有限公司',
  customerNumber: 'C-10001',
  balance: cny('299.99'),
  level: cny('300.00'),
  customerIsTold: 'sms',
  colleagueHasTask: true,
};

export const topUpDue: TopUpDue = {
  customerName: '上海云杉科技有限公司',
  balance: cny('299.99'),
  level: cny('300.00'),
};

const { readerName, customerName, customerNumber, balance, level } = lowBalance;
export const lowBalances: LowBalances = {
  ...{ readerName, date: '2026-11-02', count: 1 },
  balances: [{ customerName, customerNumber, balance, level, since: '2026-11-01T16:30:00.000Z' }],
};

export const prepaidShortfall: PrepaidShortfall = {
  ...{ readerName, customerName, chargeId: 'chg_2tqk6b7xwzv4yd3n5h6j7rmpca' },
  ...{ amount: cny('1250.00'), paidFromPrepaid: cny('250.00'), outstanding: cny('1000.00') },
};

export const controlFindings: ControlFindings = {
  ...{ readerName, count: 1 },
  findings: [
    { id: 'fnd_6kq2w7xwzv4yd3n5h6j7rmpcae', text: 'cus_x (CNY): balances are not what the journal makes of them' },
  ],
};
