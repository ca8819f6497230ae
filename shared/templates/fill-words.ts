import { fill } from '../errors/problem.ts';
import type { Language } from '../model/language.ts';
import type { FillSource } from './merge-fills.ts';

/** Where a value comes from, in words of the clerk; `{name}` is filled from the params. */
const words: Record<FillSource | 'overdue-template', readonly [zh: string, en: string]> = {
  given: ['您填写的内容', 'As you entered it'],
  rule: ['规则“{name}”', 'Rule “{name}”'],
  template: ['模板“{name}”第 {version} 版', 'Template “{name}”, version {version}'],
  'overdue-template': [
    '模板“{name}”第 {version} 版；该模板应在 {reviewBy} 前复核，请仔细核对',
    'Template “{name}”, version {version}; it was to be reviewed by {reviewBy}, so look twice',
  ],
  history: ['该客户此前的补费 {id}（{date} 起算）', 'The customer’s earlier charge {id}, effective {date}'],
  customer: ['客户档案', 'The customer’s record'],
};

export function fillWords(
  source: FillSource | 'overdue-template',
  params: Readonly<Record<string, string>>,
  language: Language,
): string {
  const [zh, en] = words[source];
  return fill(language === 'en' ? en : zh, params);
}
