import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type * as contracts from '../../shared/contracts/feedback.ts';
import { askedCharge } from '../../shared/feedback/asked-charge.ts';
import { feedbackLinks } from '../../shared/feedback/feedback-link.ts';
import { chargeOfToken, feedbackToken } from '../../shared/feedback/feedback-token.ts';
import { getFeedbackPage } from '../../shared/feedback/get-feedback-page.ts';
import { giveFeedback } from '../../shared/feedback/give-feedback.ts';
import type { Language } from '../../shared/model/language.ts';
import { makeFeedbackSecret } from '../../shared/table/feedback-secret.ts';
import { openLedgerTable } from '../../shared/table/ledger-table.ts';
import { meteredClient } from '../support/metered-client.ts';
import { type ServedCompany, servedCompany } from './served-company.ts';

let company: ServedCompany;
let secrets = 0;

beforeAll(async () => {
  company = await servedCompany({ name: '华夏<b>科技' });
});

const randomSecret = () => {
  secrets += 1;
  return `secret-${secrets}`;
};
const code = (name: string) => expect.objectContaining({ code: name });
const linkTo = (of: ServedCompany = company) =>
  feedbackLinks(of.context, { publicUrl: 'https://feeledger.example', randomSecret });

/** The token of a posted charge's link. */
async function linked(): Promise<{ id: string; token: string }> {
  const { id } = await company.submit('120.00');
  return { id, token: (await linkTo()(id)).slice('https://feeledger.example/feedback/'.length) };
}
const page = async (token: string, language: Language = 'zh-CN') =>
  (
    await getFeedbackPage(
      company.context,
      { language },
      company.input<typeof contracts.getFeedbackPage>({ params: { token } }),
    )
  ).body;
const give = (token: string, rating = 5, text = '') =>
  giveFeedback(
    company.context,
    company.input<typeof contracts.giveFeedback>({ params: { token }, body: { rating, text } }),
  );

describe('a link', () => {
  it('is the same for its charge from every process, and another for every charge', async () => {
    const [first, second] = [await company.submit('120.00'), await company.submit('130.00')];
    const links = [await linkTo()(first.id), await linkTo()(first.id), await linkTo()(second.id)];
    expect(links[0]).toBe(links[1]);
    expect(links[2]).not.toBe(links[0]);
    expect(links[0]).toMatch(/^https:\/\/feeledger\.example\/feedback\/chg_[a-z2-7]{26}\.[A-Za-z0-9_-]{22}$/);
  });

  it('is signed with one secret, however many processes make the first one at once', async () => {
    const fresh = await servedCompany();
    const { id } = await fresh.submit('120.00');
    const links = await Promise.all([1, 2, 3, 4].map(() => linkTo(fresh)(id)));
    expect(new Set(links).size).toBe(1);
  });

  it('that was not made here leads nowhere, whatever was changed in it', async () => {
    const { id, token } = await linked();
    const other = await company.submit('130.00');
    const forged = [
      id,
      `${id}.`,
      `${id}.${'A'.repeat(22)}`,
      feedbackToken(other.id, 'guessed'),
      `${other.id}${token.slice(id.length)}`,
      `${token}A`,
      `${token}.A`,
      token.slice(0, -1),
      token.toUpperCase(),
      '../../docs',
      '',
    ];
    for (const wrong of forged) {
      await expect(page(wrong), wrong).rejects.toThrow(code('LINK_INVALID'));
      await expect(give(wrong), wrong).rejects.toThrow(code('LINK_INVALID'));
    }
  });

  it('that is no link at all is refused without a read', async () => {
    const { id, token } = await linked();
    const { client, measure } = meteredClient();
    const context = { ...company.context, table: openLedgerTable(client, company.table.name) };
    const junk = ['', 'x', id, `${id}.`, `${id}.short`, `${token}A`, `${token}.A`, `${token.slice(0, -1)}/`, 'a.b.c'];
    for (const wrong of junk) {
      const { costs } = await measure(() =>
        expect(askedCharge(context, wrong), wrong).rejects.toThrow(code('LINK_INVALID')),
      );
      expect(costs.calls, wrong).toEqual({});
    }
  });

  it('of a charge that does not exist answers the same as a forged one', async () => {
    const secret = await makeFeedbackSecret(company.context, randomSecret);
    const unknown = `chg_${'a'.repeat(26)}` as Parameters<typeof feedbackToken>[0];
    expect(chargeOfToken(feedbackToken(unknown, secret), secret)).toBe(unknown);
    await expect(page(feedbackToken(unknown, secret))).rejects.toThrow(code('LINK_INVALID'));
  });

  it('of a charge that is not posted leads nowhere', async () => {
    const { id } = await company.submit('9000.00');
    const secret = await makeFeedbackSecret(company.context, randomSecret);
    await expect(page(feedbackToken(id, secret))).rejects.toThrow(code('LINK_INVALID'));
  });

  it('is good for ninety days', async () => {
    const { token } = await linked();
    const day = 86_400_000;
    // The ledger may put a posting a moment after the clock, so that entries of one customer keep their order.
    company.clock.move(90 * day - 1000);
    await page(token);
    company.clock.move(2000);
    await expect(page(token)).rejects.toThrow(code('LINK_INVALID'));
    await expect(give(token)).rejects.toThrow(code('LINK_INVALID'));
    company.clock.move(-90 * day - 1000);
  });
});

describe('an answer', () => {
  it('is kept with its charge, once: another is refused and changes nothing', async () => {
    const { token } = await linked();
    const first = await give(token, 4, '说明清楚');
    expect(first).toMatchObject({ body: { rating: 4, text: '说明清楚' }, location: `/feedback/${token}` });
    await expect(give(token, 1, '其实不清楚')).rejects.toThrow(code('FEEDBACK_GIVEN'));
    expect(await give(token, 4, '说明清楚')).toEqual({ ...first, replayed: true });
  });

  it('is one, of several that come at once', async () => {
    const { token } = await linked();
    const results = await Promise.allSettled([1, 2, 3, 4, 5].map((rating) => give(token, rating)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('the page', () => {
  it('shows type, amount and period of the charge in the reader’s language, and nothing of the customer', async () => {
    const { id, token } = await linked();
    const [chinese, english] = [await page(token), await page(token, 'en')];
    for (const part of ['升级费', 'CNY 120.00', '2026-10-01', '2026-10-31', '提交评价'])
      expect(chinese).toContain(part);
    for (const part of ['Upgrade fee', 'CNY 120.00', 'Was this charge explained clearly?'])
      expect(english).toContain(part);
    for (const html of [chinese, english]) {
      for (const secret of ['华夏', 'C-7001', id, '高级版席位', 'wang.fang']) expect(html).not.toContain(secret);
    }
  });

  it('runs its own script and style only, loads nothing, and sends only to where it came from', async () => {
    const { token } = await linked();
    const html = await page(token);
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '';
    const digest = (tag: string) => {
      const text = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(html)?.[1] ?? '';
      return `sha256-${createHash('sha256').update(text).digest('base64')}`;
    };
    expect(policy.replaceAll('&#39;', "'")).toBe(
      [
        "default-src 'none'",
        `style-src '${digest('style')}'`,
        `script-src '${digest('script')}'`,
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
      ].join('; '),
    );
    expect(html).not.toMatch(/\ssrc=|href=|url\(|https?:|style="|\son[a-z]+="/);
    expect(html.match(/<script/g)).toHaveLength(1);
  });

  it('has no form any more once the answer was given', async () => {
    const { token } = await linked();
    await give(token);
    const html = await page(token);
    expect(html).not.toContain('<form');
    expect(html).toContain('每单只能评价一次');
  });
});
