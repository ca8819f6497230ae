import type { AgreedPolicyKind } from '../model/agreed-policy.ts';
import type { Language } from '../model/language.ts';
import type { Notice } from './mail.ts';
import { instant, line, paragraph } from './written-values.ts';

/** Tells that a version of a policy waits for a decision, binds from now on, or was rejected (C5). */
export interface PolicyNews {
  readonly readerName: string;
  readonly kind: AgreedPolicyKind;
  readonly version: number;
  readonly state: 'proposed' | 'approved' | 'rejected';
  readonly reason: string;
  readonly proposedBy: string;
  readonly decidedBy?: string | undefined;
  readonly comment?: string | undefined;
  /** Instant; absent: with the approval. */
  readonly effectiveAt?: string | undefined;
}

/** What those who may decide, the staff, or the proposer read about a version of a policy. */
export function policyNews(data: PolicyNews, language: Language): Notice {
  const words = allWords[language];
  const policy = words.policies[data.kind];
  const { subject, heading, opening, closing } = words.news[data.state];
  const { version } = data;
  const title = words.title(policy, version);
  const facts: (readonly [string, string | undefined])[] = [
    [words.reason, paragraph(data.reason)],
    [words.proposedBy, line(data.proposedBy)],
    [words.decidedBy, data.decidedBy && line(data.decidedBy)],
    [words.comment, data.comment && paragraph(data.comment)],
    [words.effectiveAt, effectOf(data, language)],
  ];
  return {
    subject: words.subject(subject, title),
    heading,
    greeting: words.greeting(line(data.readerName)),
    opening,
    amountLabel: words.version,
    amount: title,
    facts: facts.flatMap(([label, value]) => (value === undefined ? [] : [[label, value] as const])),
    closing: [closing(data)],
  };
}

function effectOf({ state, effectiveAt }: PolicyNews, language: Language): string | undefined {
  if (state === 'rejected') return undefined;
  return effectiveAt === undefined ? allWords[language].withApproval : instant(effectiveAt, language);
}

const path = ({ kind, version }: PolicyNews) => `/policies/${kind}/versions/${version}`;

const allWords = {
  'zh-CN': {
    policies: { approval: '审批政策', refund: '退费政策', deposit: '预存政策', 'low-balance': '余额预警政策' },
    title: (policy: string, version: number) => `${policy} 第 ${version} 版`,
    subject: (what: string, title: string) => `${what}：${title}`,
    greeting: (name: string) => `${name}，您好：`,
    version: '版本',
    reason: '修改原因',
    proposedBy: '提出人',
    decidedBy: '审批人',
    comment: '审批意见',
    effectiveAt: '生效时间',
    withApproval: '审批通过时',
    news: {
      proposed: {
        subject: '政策待审批',
        heading: '有一个政策版本等待审批',
        opening: '同事提出了新的政策版本，审批通过之前不会生效。提出人本人不能审批。',
        closing: (data: PolicyNews) => `请在 FeeLedger 中阅读 ${path(data)}，然后审批通过，或写明原因后拒绝。`,
      },
      approved: {
        subject: '请阅读新政策',
        heading: '新的政策版本已审批通过',
        opening: '以下政策版本已审批通过，自生效时间起对全体员工和客户有约束力。',
        closing: (data: PolicyNews) => `请在 FeeLedger 中阅读 ${path(data)}，读后确认已读。`,
      },
      rejected: {
        subject: '政策未通过',
        heading: '您提出的政策版本被拒绝',
        opening: '您提出的政策版本未获通过，现行版本继续有效。',
        closing: () => '如仍需修改，请按审批意见调整后提出新的版本。',
      },
    },
  },
  en: {
    policies: {
      approval: 'Approval policy',
      refund: 'Refund policy',
      deposit: 'Deposit policy',
      'low-balance': 'Low-balance policy',
    },
    title: (policy: string, version: number) => `${policy}, version ${version}`,
    subject: (what: string, title: string) => `${what}: ${title}`,
    greeting: (name: string) => `Dear ${name},`,
    version: 'Version',
    reason: 'Why it changes',
    proposedBy: 'Proposed by',
    decidedBy: 'Decided by',
    comment: 'Comment',
    effectiveAt: 'In force from',
    withApproval: 'the moment of its approval',
    news: {
      proposed: {
        subject: 'Policy to decide',
        heading: 'A version of a policy waits for a decision',
        opening: 'A colleague proposed it. Nothing changes until it is approved, and its proposer never decides.',
        closing: (data: PolicyNews) => `Read ${path(data)} in FeeLedger, then approve it, or reject it and say why.`,
      },
      approved: {
        subject: 'Please read the new policy',
        heading: 'A new version of a policy was approved',
        opening: 'From the time below on it binds all staff and customers.',
        closing: (data: PolicyNews) => `Read ${path(data)} in FeeLedger and acknowledge it there.`,
      },
      rejected: {
        subject: 'Policy rejected',
        heading: 'The version you proposed was rejected',
        opening: 'What you proposed was not approved; the version in force stays in force.',
        closing: () => 'If it is still wanted, change it by the comment and propose another version.',
      },
    },
  },
} as const satisfies Record<Language, unknown>;
