import type { Finding, FindingKind } from '../model/finding.ts';
import type { Language } from '../model/language.ts';

const sentences: Record<Language, Record<FindingKind, string>> = {
  'zh-CN': {
    journal: '账簿分录被改动或缺失',
    head: '客户账户的最后分录与账簿不符',
    balances: '客户余额与账簿计算结果不符',
    lots: '预存批次与账簿计算结果不符',
    claims: '占用的款项与在途的退费或更正单不符',
    receivables: '未付应收与应收余额不符',
    requests: '单据与分录不对应',
    credits: '补费单上记录的红字金额与红字分录不符',
    documents: '已发出的单据编号与单据数量不符',
    negative: '出现负数余额',
    split: '同一客户的多笔补费合计超过审批限额，却未按合计送审',
    structuring: '同一录入人多次录入略低于审批限额的补费，疑似拆分',
  },
  en: {
    journal: 'a journal entry was changed or is missing',
    head: 'the account does not end where its journal ends',
    balances: 'balances are not what the journal makes of them',
    lots: 'prepaid money by deposit is not what the journal makes of it',
    claims: 'money set apart does not belong to a refund or correction under way, or the other way round',
    receivables: 'open receivables do not make up the receivable balance',
    requests: 'requests and journal entries do not belong together',
    credits: 'credits noted on charges are not those of the credit notes',
    documents: 'numbers issued are not as many as documents',
    negative: 'something is below zero',
    split: 'charges of one customer together pass a limit of approval, and were not asked of more people',
    structuring: 'one person entered several charges just under a limit of approval',
  },
};

/** What was found, in one sentence of the reader's language. */
export function findingText({ kind, currency, customerId, maker }: Finding, language: Language): string {
  const about = customerId ?? maker ?? '';
  return language === 'en'
    ? `${about} (${currency}): ${sentences.en[kind]}`
    : `${about}（${currency}）：${sentences['zh-CN'][kind]}`;
}
