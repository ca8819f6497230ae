import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { renderMail } from '../../shared/mails/render-mail.ts';
import type { AgreedPolicyKind } from '../../shared/model/agreed-policy.ts';
import { tellOfPolicy } from '../../shared/notices/tell-of-policy.ts';
import { defaultApprovalPolicy } from '../../shared/policies/default-approval-policy.ts';
import { agreedPolicyItem } from '../../shared/table/items/agreed-policy-item.ts';
import { policyItem } from '../../shared/table/items/policy-item.ts';
import type { Item } from '../../shared/table/ledger-table.ts';
import { policyWritten } from '../../shared/table/stream-records.ts';
import { policyNews } from '../mails/mails.ts';
import { type PolicyDesk, policyDesk } from '../policies/policy-desk.ts';
import { mailRoom } from './mail-room.ts';

let desk: PolicyDesk;
let room: ReturnType<typeof mailRoom>;
beforeEach(async () => {
  desk = await policyDesk();
  room = mailRoom();
});

const recordOf = (item: Item): DynamoDBRecord => ({
  dynamodb: { NewImage: marshall(item, { removeUndefinedValues: true }) as Record<string, never> },
});

/** Follows a version as it now stands, as the stream would. */
async function follow(kind: AgreedPolicyKind, version: number): Promise<void> {
  const change = policyWritten(recordOf(agreedPolicyItem(kind, await desk.stored(kind, version))));
  if (change !== undefined) await tellOfPolicy(desk.context, room.process(), change);
}
const told = () =>
  room
    .recipients()
    .map((address) => address.split('@')[0])
    .sort();

describe('a version of a policy', () => {
  it('that is proposed is told those who may decide, and not its proposer', async () => {
    await desk.propose('refund', 0);
    await follow('refund', 1);
    expect(told()).toEqual(['root', 'zhou.qiang']);
  });

  it('that is approved is told all of the staff, each once, however often the stream tells it', async () => {
    await desk.propose('refund', 0, { effectiveAt: '2026-12-01T00:00:00.000Z' });
    await desk.decide('refund', 1);
    await follow('refund', 1);
    await follow('refund', 1);
    expect(told()).toEqual(['admin', 'root', 'wang.fang', 'zhou.qiang']);
    expect(room.sent[0]?.mail).toMatchObject({
      template: 'policy-news',
      data: { kind: 'refund', version: 1, state: 'approved', effectiveAt: '2026-12-01T00:00:00.000Z' },
    });
  });

  it('that is rejected is told its proposer, with the reason', async () => {
    await desk.propose('deposit', 0);
    await desk.decide('deposit', 1, { decision: 'reject' });
    await follow('deposit', 1);
    expect(told()).toEqual(['admin']);
    expect(room.sent[0]?.mail).toMatchObject({ data: { state: 'rejected', comment: '期限过长' } });
  });

  it('that is withdrawn, or that nobody proposed, is told nobody', async () => {
    await desk.propose('refund', 0);
    await desk.withdraw('refund', 1);
    await follow('refund', 1);
    const setup = policyWritten(recordOf(policyItem({ ...defaultApprovalPolicy, version: 1 })));
    expect(setup).toMatchObject({ kind: 'approval', after: { state: 'approved' } });
    if (setup !== undefined) await tellOfPolicy(desk.context, room.process(), setup);
    expect(room.sent).toEqual([]);
  });

  it('is told again to whom the mail service did not take it, and to nobody else', async () => {
    room.unreachable.add('root@feeledger.example');
    await desk.propose('refund', 0);
    await expect(follow('refund', 1)).rejects.toThrow('cannot be reached');
    room.unreachable.clear();
    await follow('refund', 1);
    expect(told()).toEqual(['root', 'zhou.qiang']);
  });

  it('is not to be taken for an acknowledgement or a policy that one publishes alone', () => {
    for (const [pk, sk] of [
      ['P#refund', 'READ#000001#wang.fang'],
      ['P#voucher', 'V#000001'],
      ['P#charge-template', 'LATEST#tpl'],
    ]) {
      expect(policyWritten(recordOf({ pk, sk }))).toBeUndefined();
    }
  });
});

describe('the mail', () => {
  it('asks the staff to read and acknowledge an approved version', () => {
    const { subject, text } = renderMail({ language: 'zh-CN', template: 'policy-news', data: policyNews });
    expect(subject).toBe('请阅读新政策：退费政策 第 2 版');
    expect(text).toContain('修改原因：按年度评审缩短期限\n提出人：admin\n审批人：zhou.qiang\n审批意见：同意\n');
    expect(text).toContain('生效时间：2026-12-01 00:00（北京时间，Asia/Shanghai）');
    expect(text).toContain('请在 FeeLedger 中阅读 /policies/refund/versions/2，读后确认已读。');
  });

  it('tells those who may decide that a version waits, and when it is to be in force', () => {
    const { decidedBy: _, comment: __, effectiveAt: ___, ...proposed } = policyNews;
    const data = { ...proposed, state: 'proposed' as const };
    const { subject, text } = renderMail({ language: 'en', template: 'policy-news', data });
    expect(subject).toBe('Policy to decide: Refund policy, version 2');
    expect(text).toContain('In force from: the moment of its approval\n');
    expect(text).not.toContain('Decided by');
  });

  it('tells the proposer what to do after a rejection', () => {
    const data = { ...policyNews, state: 'rejected' as const, comment: '期限过短' };
    const { text } = renderMail({ language: 'en', template: 'policy-news', data });
    expect(text).toContain('Comment: 期限过短\n');
    expect(text).not.toContain('In force from');
  });
});
