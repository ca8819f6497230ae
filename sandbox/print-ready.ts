import type { Sandbox } from './sandbox.ts';

/** What a person needs to begin: addresses, logins by role, and the word that everything is up. */
export function readyLines({ info, seeded }: Pick<Sandbox, 'info' | 'seeded'>): string[] {
  const logins = new Map<string, string[]>();
  for (const { username, roles } of info.users) {
    for (const role of roles) logins.set(role, [...(logins.get(role) ?? []), username]);
  }
  const rows: [string, string][] = [
    ['API', info.apiUrl],
    ['API docs · 接口文档', info.docsUrl],
    ['Mails · 邮件', info.mailUrl],
    ['Logs · 日志', info.logsDir],
    ['Password · 密码', info.users[0]?.password ?? ''],
    ...[...logins].map(([role, names]): [string, string] => [role, names.join(', ')]),
  ];
  const widest = Math.max(...rows.map(([name]) => columns(name)));
  const table = rows.map(([name, value]) => `  ${name}${' '.repeat(widest - columns(name))}  ${value}`);
  return [
    '',
    ...seeded.map((line) => `  ${line}`),
    ...(seeded.length > 0 ? [''] : []),
    ...table,
    '',
    'FeeLedger is ready',
  ];
}

/** Columns of a terminal: a Chinese character takes two. */
function columns(text: string): number {
  return [...text].reduce((sum, letter) => sum + (/[\u2e80-\uffef]/.test(letter) ? 2 : 1), 0);
}
