import { beforeAll, describe, expect, it } from 'vitest';
import { feedbackToken } from '../../shared/feedback/feedback-token.ts';
import type { ChargeId } from '../../shared/model/ids.ts';
import { makeFeedbackSecret } from '../../shared/table/feedback-secret.ts';
import { type CustomerInOffice, type Office, openOffice } from '../api/office.ts';
import { accepted, complaints, refused, send } from '../support/http.ts';

let office: Office;
let customer: CustomerInOffice;

beforeAll(async () => {
  office = await openOffice();
  customer = await office.createCustomer();
});

/** The path of a fresh one-time link, and its charge. */
async function link() {
  const { id } = await office.submit(customer, '120.00');
  const secret = await makeFeedbackSecret(office.context, () => 'secret');
  return { id, params: { token: feedbackToken(id as ChargeId, secret) } };
}

describe('the page of a one-time link', () => {
  it('is kept by no cache, and comes in the language the browser asks for', async () => {
    const { params } = await link();
    const { headers, body } = await accepted('getFeedbackPage', { params, language: 'en-GB' });
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(body).toContain('<html lang="en">');
    expect((await accepted('getFeedbackPage', { params, language: 'fr' })).body).toContain('<html lang="zh-CN">');
  });

  it('does not exist for a forged link, whoever asks', async () => {
    const { id } = await link();
    const params = { token: `${id}.${'A'.repeat(22)}` };
    expect((await send('getFeedbackPage', { params })).status).toBe(404);
    expect((await send('getFeedbackPage', { params, as: office.manager })).status).toBe(404);
    expect(await refused('giveFeedback', { params, body: { rating: 5 } })).toMatchObject({ code: 'LINK_INVALID' });
  });

  it.each([
    ['damaged', 'chg_x.y'],
    ['far too long', 'a'.repeat(2000)],
    ['made of HTML', '<b>x</b>'],
    ['unknown', `chg_${'a'.repeat(26)}.${'A'.repeat(22)}`],
  ])('says to people, in their language, that a link which is %s is not valid, and whom to ask', async (_, token) => {
    const chinese = await send('getFeedbackPage', { params: { token }, language: 'zh-CN' });
    expect(chinese).toMatchObject({ status: 404, headers: { 'content-type': 'text/html; charset=utf-8' } });
    for (const part of ['<html lang="zh-CN">', '<h1>链接无效或已过期</h1>', '请联系您的客户经理'])
      expect(chinese.body).toContain(part);
    const english = await send('getFeedbackPage', { params: { token }, language: 'en' });
    for (const part of ['<h1>This link is not valid or has expired</h1>', 'contact your account manager'])
      expect(english.body).toContain(part);
    for (const { body } of [chinese, english]) expect(body).not.toContain(token);
  });

  it('thanks whoever opens it again after answering, and asks nothing any more', async () => {
    const { params } = await link();
    await accepted('giveFeedback', { params, body: { rating: 4 } });
    const chinese = (await accepted('getFeedbackPage', { params, language: 'zh-CN' })).body;
    expect(chinese).toContain('谢谢，您已经评价过');
    const english = (await accepted('getFeedbackPage', { params, language: 'en' })).body;
    expect(english).toContain('Thank you: your feedback on this charge is already here');
    for (const page of [chinese, english]) expect(page).not.toMatch(/<form|<script/);
  });
});

describe('an answer by a one-time link', () => {
  it('is created without a token, and told in the case of its charge', async () => {
    const { id, params } = await link();
    const { status, headers } = await accepted('giveFeedback', { params, body: { rating: 2, text: '看不懂计算依据' } });
    expect({ status, location: headers.location }).toEqual({ status: 201, location: `/feedback/${params.token}` });
    const { body } = await accepted('getCharge', { as: office.clerk, params: { chargeId: id } });
    expect(body.timeline).toContainEqual(
      expect.objectContaining({ what: 'feedback 2 of 5', text: '看不懂计算依据', by: 'customer' }),
    );
  });

  it('may come once', async () => {
    const { params } = await link();
    await accepted('giveFeedback', { params, body: { rating: 2 } });
    const problem = await office.writesNothing(() => refused('giveFeedback', { params, body: { rating: 5 } }));
    expect(problem).toMatchObject({ code: 'FEEDBACK_GIVEN', status: 409 });
  });

  it.each([
    ['a rating below one', { rating: 0 }, ['/rating TOO_SMALL']],
    ['a rating above five', { rating: 6 }, ['/rating TOO_LARGE']],
    ['half a rating', { rating: 2.5 }, ['/rating WRONG_TYPE']],
    ['no rating', {}, ['/rating REQUIRED']],
    ['a text that is too long', { rating: 5, text: '长'.repeat(1001) }, ['/text TOO_LONG']],
    ['a text that turns around', { rating: 5, text: 'a\u202eb' }, ['/text CONTROL_CHARACTERS']],
    ['a field we do not know', { rating: 5, chargeId: 'chg_x' }, [' UNKNOWN_FIELD']],
  ])('is refused with %s, and leaves the link good', async (_, body, expected) => {
    const { params } = await link();
    expect(complaints(await office.writesNothing(() => refused('giveFeedback', { params, body })))).toEqual(expected);
    expect((await send('giveFeedback', { params, body: { rating: 3 } })).status).toBe(201);
  });

  it('is refused when it is no form of ours', async () => {
    const { params } = await link();
    const form = { params, text: 'rating=5', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    expect(await refused('giveFeedback', form)).toMatchObject({ code: 'MEDIA_TYPE_UNSUPPORTED' });
    const large = { params, text: JSON.stringify({ rating: 5, text: 'x'.repeat(70_000) }) };
    expect(await refused('giveFeedback', large)).toMatchObject({ code: 'BODY_TOO_LARGE' });
  });
});
