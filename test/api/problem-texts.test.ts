import { describe, expect, it } from 'vitest';
import { catalogue, type ProblemCode, problemCodes } from '../../shared/errors/catalogue.ts';
import { problemFor } from '../../shared/errors/problem.ts';
import type { Language } from '../../shared/model/language.ts';

const where = { instance: '/charges', requestId: 'request-1' };

function said(code: ProblemCode, state: string, language: Language): string {
  return problemFor(code, language, where, { state, revision: '2', stage: '1' }).detail;
}

describe('what is said about something that has moved', () => {
  it.each([
    ['REQUEST_MOVED', 'draft', '草稿', 'is a draft (revision 2)'],
    ['REQUEST_MOVED', 'in-review', '第 2 版，第 1 环节', 'is in review (revision 2, stage 1)'],
    ['REQUEST_MOVED', 'returned', '修改后重新提交', 'submit it again'],
    ['REQUEST_MOVED', 'rejected', '请录入新的单据', 'enter a new one'],
    ['REQUEST_MOVED', 'posted', '提出异议', 'open a dispute about it, or ask finance for a correction'],
    ['REQUEST_MOVED', 'cancelled', '请录入新的单据', 'enter a new one'],
    ['NOT_POSTED', 'in-review', '入账后才能提出异议', 'a dispute is about a posted one'],
    ['NOT_POSTED', 'rejected', '客户无需付款', 'nothing to dispute'],
    ['POLICY_MOVED', 'proposed', '还没有约束力', 'binds nobody yet'],
    ['POLICY_MOVED', 'approved', '请提出新的版本', 'propose another version'],
    ['POLICY_MOVED', 'rejected', '按拒绝原因修改', 'by the reason given'],
    ['POLICY_MOVED', 'withdrawn', '已由提出人撤回', 'withdrawn by its proposer'],
    ['DISPUTE_MOVED', 'open', '须先由员工说明', 'staff explain it first'],
    ['DISPUTE_MOVED', 'explained', '不能再次说明', 'waits to be accepted or reopened'],
    ['DISPUTE_MOVED', 'closed', '请重新提出一次异议', 'open another one'],
    ['IMPORT_NOT_READY', 'awaiting-file', '请上传文件', 'Upload it'],
    [
      'IMPORT_NOT_READY',
      'refused',
      '更正文件，再创建新的导入',
      'Correct it as its messages say, then begin a new import',
    ],
    ['IMPORT_NOT_READY', 'checked', '开始录入或取消', 'start or cancel it'],
    ['IMPORT_NOT_READY', 'entering', '请等待完成', 'wait until that is done'],
    ['IMPORT_NOT_READY', 'entered', '创建新的导入', 'into a new import'],
    ['IMPORT_NOT_READY', 'stopped', '再次开始或取消', 'start it again or cancel it'],
    ['IMPORT_NOT_READY', 'cancelled', '创建新的导入', 'begin a new import'],
  ] as const)('%s of what is %s: the way out from there, in both languages', (code, state, zh, en) => {
    expect(said(code, state, 'zh-CN')).toContain(zh);
    expect(said(code, state, 'en')).toContain(en);
  });

  it.each(problemCodes.filter((code) => Object.keys(catalogue[code].byState).length > 0))(
    '%s names no stage 0, and in Chinese no state of the program',
    (code) => {
      for (const state of [...Object.keys(catalogue[code].byState), 'some state without words']) {
        const [zh, en] = [said(code, state, 'zh-CN'), said(code, state, 'en')];
        for (const text of [zh, en]) expect(text).not.toMatch(/\{\w+\}|stage 0|第 0/);
        expect(zh).not.toContain(state);
      }
    },
  );
});

describe('the title', () => {
  it.each([
    ['IDEMPOTENCY_KEY_MISSING', '缺少 Idempotency-Key，或其写法不对', 'Idempotency-Key is missing or not valid'],
    ['VERSION_STALE', '记录已有更新的版本', 'There is a newer version'],
  ] as const)('of %s blames nobody for what may have another cause', (code, zh, en) => {
    expect(catalogue[code].title).toEqual({ 'zh-CN': zh, en });
  });

  it('and text of IDEMPOTENCY_KEY_MISSING fit a key that is there but not valid', () => {
    const { detail } = problemFor('IDEMPOTENCY_KEY_MISSING', 'zh-CN', where);
    expect(detail).toContain('没有给出，或不是 1–100 个可见 ASCII 字符');
    const english = problemFor('IDEMPOTENCY_KEY_MISSING', 'en', where).detail;
    expect(english).toContain('is missing, or is not 1–100 visible ASCII characters');
  });
});
