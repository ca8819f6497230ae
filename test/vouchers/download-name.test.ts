import { expect, it } from 'vitest';
import type { VoucherContentType } from '../../shared/model/voucher.ts';
import { attachmentHeader } from '../../shared/vouchers/download-name.ts';

const nameIn = (header: string) => decodeURIComponent(/filename\*=UTF-8''(.*)$/.exec(header)?.[1] ?? '');

it.each<[string, VoucherContentType, string]>([
  ['合同变更协议.pdf', 'application/pdf', '合同变更协议.pdf'],
  ['scan.JPEG', 'image/jpeg', 'scan.JPEG'],
  ['付款.exe', 'application/pdf', '付款.exe.pdf'],
  ['../../etc/passwd', 'application/pdf', '_.._etc_passwd.pdf'],
  ['C:\\temp\\a.png', 'image/png', 'C__temp_a.png'],
  ['a";evil=".pdf', 'application/pdf', 'a__evil=_.pdf'],
  ['.htaccess', 'image/png', 'htaccess.png'],
  ['...', 'image/png', 'voucher.png'],
  ["it's (1)*.docx", 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', "it's (1)_.docx"],
])('a file called %s that is %s is saved as its content is, under a harmless name: %s', (given, type, saved) => {
  const header = attachmentHeader(given, type);
  expect(header.startsWith('attachment; filename="voucher.')).toBe(true);
  expect(nameIn(header)).toBe(saved);
  expect(header).toMatch(/^[\x20-\x7e]*$/);
});
