import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extractText, getDocumentProxy } from 'unpdf';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Mail } from '../../shared/mails/mail.ts';
import type { RefundId } from '../../shared/model/ids.ts';
import type { Attachment } from '../../shared/notices/mailer.ts';
import { getRefundVoucher } from '../../shared/payouts/get-refund-voucher.ts';
import { issueVoucher } from '../../shared/payouts/issue-voucher.ts';
import { readVoucherFacts } from '../../shared/payouts/voucher-facts.ts';
import { voucherPdf } from '../../shared/payouts/voucher-pdf.ts';
import { type RefundDesk, refundBody, refundDesk } from '../refunds/refund-desk.ts';

const require = createRequire(import.meta.url);
const fontFile = require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf');
let desk: RefundDesk;
let font: Uint8Array;
let id: string;

beforeAll(async () => {
  font = await readFile(fontFile);
  desk = await refundDesk();
  await desk.deposit(1_000_000n);
  await desk.policy(1, { first: [{ isAllowed: true, feeBasisPoints: 100, papers: [] }] });
  id = await desk.paid(refundBody(20_000n));
});

const pdfOf = async (refundId: string) =>
  await voucherPdf(await readVoucherFacts(desk.context, await desk.read(refundId)), font);
const textOf = async (bytes: Uint8Array) => {
  const document = await getDocumentProxy(new Uint8Array(bytes));
  const { text, totalPages } = await extractText(document, { mergePages: true });
  return { text: text.replaceAll(/\s+/g, ' '), totalPages };
};

/** Where files go, and mails with what is attached to them. */
function office() {
  const kept = new Map<string, Uint8Array>();
  const sent: { to: string; mail: Mail; attachments: readonly Attachment[] }[] = [];
  const trouble: { mail?: Error } = {};
  const ports = () => ({
    memory: new Map(),
    font: async () => font,
    files: {
      keep: async (refundId: RefundId, bytes: Uint8Array) => void (kept.has(refundId) || kept.set(refundId, bytes)),
    },
    mailer: {
      send: async (to: string, mail: Mail, attachments: readonly Attachment[] = []) => {
        if (trouble.mail) throw trouble.mail;
        sent.push({ to, mail, attachments });
      },
    },
  });
  return { kept, sent, trouble, issue: () => issueVoucher(desk.context, ports(), { requestId: id as RefundId }) };
}

describe('the voucher of a refund', () => {
  it('says what was paid, to whom, why, by which roles and no names, and where the ledger has it, in both languages', async () => {
    const refund = await desk.read(id);
    const { text, totalPages } = await textOf(await pdfOf(id));
    expect(totalPages).toBe(1);
    for (const said of [
      '退费凭证',
      'Refund voucher',
      refund.voucherNumber ?? '',
      id,
      '客户 C-8001',
      '预存余额 Prepaid balance',
      'CNY 200.00',
      'CNY 2.00',
      'CNY 198.00',
      '人民币壹佰玖拾捌元整',
      'One hundred ninety-eight and 00/100 Chinese Yuan',
      '银行转账 Bank transfer',
      '中国工商银行北京分行 **** 5702',
      'ICBC20261012001',
      '2026-10-12',
      '业务变更 Business change',
      '业务调整，不再需要预存',
      '本公司 The company 2026-10-12',
      '财务 Finance 2026-10-12',
      '出纳 Cashier 2026-10-12',
      refund.posting?.hash ?? '',
    ]) {
      expect(text).toContain(said);
    }
    expect(text).not.toContain('6222');
    expect(text).not.toMatch(/Name of|wang\.fang|zhao\.min|wu\.ting/);
  });

  it('is the same bytes whenever it is made, and small', async () => {
    const [first, second] = [await pdfOf(id), await pdfOf(id)];
    expect(Buffer.compare(first, second)).toBe(0);
    expect(first.length).toBeLessThan(200_000);
  });

  it('has no empty lines, whatever somebody typed', async () => {
    const text = `第一行${'\n'.repeat(120)}最后一行`;
    const spread = await desk.paid(refundBody(1_000n, { from: 'prepaid' }, { reason: { code: 'other', text } }));
    const { text: written, totalPages } = await textOf(await pdfOf(spread));
    expect([totalPages, written.includes('最后一行')]).toEqual([1, true]);
  });

  it('keeps the longest texts on the page', async () => {
    const text = '十月账单重复计算了两次现场巡检，已与客户核对。'.repeat(12);
    const wordy = await desk.paid(refundBody(1_000n, { from: 'prepaid' }, { reason: { code: 'other', text } }));
    const { text: written } = await textOf(await pdfOf(wordy));
    expect(written.replaceAll(' ', '')).toContain(text.slice(-40));
  });
});

describe('the step that sends it', () => {
  it('keeps the file and mails it to the customer, once, however often it is repeated', async () => {
    const { kept, sent, issue } = office();
    await issue();
    await issue();
    expect([...kept.keys()]).toEqual([id]);
    const { voucherNumber } = await desk.read(id);
    expect(sent).toMatchObject([
      {
        to: 'c-8001@customer.example',
        mail: {
          template: 'refund-news',
          language: 'zh-CN',
          data: { state: 'paid', voucherNumber, paidOn: '2026-10-12' },
        },
        attachments: [{ fileName: `退费凭证-${voucherNumber}.pdf`, contentType: 'application/pdf' }],
      },
    ]);
    expect(sent[0]?.attachments[0]?.bytes).toEqual(kept.get(id));
  });

  it('fails when the mail does not leave, and sends it when it is repeated', async () => {
    id = await desk.paid(refundBody(1_000n));
    const { kept, sent, trouble, issue } = office();
    trouble.mail = new Error('the mail service is away');
    await expect(issue()).rejects.toThrow('away');
    expect(kept.size).toBe(1);
    delete trouble.mail;
    await issue();
    expect(sent).toHaveLength(1);
  });
});

describe('a link to it', () => {
  const links = {
    downloadLink: async (refundId: string, name: string) => ({ url: `${refundId} ${name}`, expiresAt: desk.clock.now }),
  };
  const link = async (who: RefundDesk['clerk'], refundId: string) =>
    (await getRefundVoucher(desk.context, links, who, desk.input({ params: { refundId: refundId as RefundId } }))).body;

  it('is for staff and for the customer himself', async () => {
    const { voucherNumber } = await desk.read(id);
    for (const who of [desk.clerk, desk.cashier, desk.own]) {
      expect((await link(who, id)).url).toBe(`${id} 退费凭证-${voucherNumber}.pdf`);
    }
  });

  it('is nobody else’s: another customer hears of no such refund', async () => {
    await expect(link(desk.foreign, id)).rejects.toThrow('NOT_FOUND');
  });

  it('is there once the refund is paid', async () => {
    const waiting = await desk.approved(refundBody(1_000n));
    await expect(link(desk.clerk, waiting)).rejects.toThrow('REFUND_NOT_PAID');
  });
});
