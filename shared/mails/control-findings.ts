import type { Language } from '../model/language.ts';
import type { ControlFindings } from './control-mails.ts';
import type { Notice } from './mail.ts';
import { line } from './written-values.ts';

/** What finance and managers read when the nightly control found something (C6). */
export function controlFindings(data: ControlFindings, language: Language): Notice {
  const count = String(data.count);
  const rows = data.findings.map(({ id, text }) => `${line(text)} (${line(id)})`).join('\n');
  if (language === 'en') {
    return {
      subject: `Internal control: ${count} new finding(s)`,
      heading: 'The nightly control found something',
      greeting: `Dear ${line(data.readerName)},`,
      opening:
        'Every balance was recomputed from the journal. What follows did not agree; the journal itself was not touched.',
      amountLabel: 'New findings',
      amount: count,
      facts: [['Findings', rows]],
      closing: ['Give each finding an owner, and close it with what was done about it.'],
    };
  }
  return {
    subject: `内部核查：新发现 ${count} 项`,
    heading: '夜间核查发现问题',
    greeting: `${line(data.readerName)}，您好：`,
    opening: '系统已按账簿重新计算全部余额，以下各项不一致；账簿本身未作任何改动。',
    amountLabel: '新发现',
    amount: count,
    facts: [['发现', rows]],
    closing: ['请为每一项指定负责人，整改后写明处理情况并关闭。'],
  };
}
