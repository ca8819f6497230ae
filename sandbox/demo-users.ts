/** Somebody who can log in to the sandbox; `username` is the user id everywhere. */
export interface DemoUser {
  readonly username: string;
  readonly roles: readonly string[];
  readonly name: string;
  readonly language: 'zh-CN' | 'en';
  readonly email: string;
  /** Set for a customer's own login. */
  readonly customerNumber?: string;
}

/** One password for all of them: it protects nothing, the sandbox listens on this machine only. */
export const DEMO_PASSWORD = 'FeeLedger-demo-1';

function user(username: string, role: string, name: string, language: DemoUser['language'] = 'zh-CN'): DemoUser {
  return { username, roles: [role], name, language, email: `${username}@feeledger.example` };
}

/** The staff and the customer of the demo company. At least two people hold each role that approves. */
export const demoUsers: readonly DemoUser[] = [
  user('wang.fang', 'clerk', '王芳'),
  user('li.na', 'clerk', '李娜'),
  user('zhang.wei', 'clerk', '张伟'),
  user('chen.jie', 'reviewer', '陈洁'),
  user('liu.yang', 'reviewer', '刘洋'),
  user('zhao.min', 'finance', '赵敏'),
  user('sun.li', 'finance', '孙丽'),
  user('zhou.qiang', 'manager', '周强'),
  user('he.jing', 'manager', '何静'),
  user('wu.ting', 'cashier', '吴婷'),
  user('lin.tao', 'cashier', '林涛'),
  user('xu.lei', 'auditor', '徐磊'),
  user('admin', 'admin', 'Administrator', 'en'),
  { ...user('kehu', 'customer', '客户'), customerNumber: 'C-10001' },
];
