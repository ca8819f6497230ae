import type { VoucherContentType } from '../model/voucher.ts';

const extensions: Readonly<Record<VoucherContentType, readonly string[]>> = {
  'application/pdf': ['pdf'],
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/webp': ['webp'],
  'image/heic': ['heic', 'heif'],
  'application/ofd': ['ofd'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
};

/**
 * The header that has a browser save a file and never show it. The name is the clerk's, without what a file system or a
 * header could take for more than a name, and it ends as its checked content does: `x.exe` never lands as `x.exe`.
 */
export function attachmentHeader(fileName: string, contentType: VoucherContentType): string {
  const [extension = 'bin', ...others] = extensions[contentType];
  const plain = fileName
    .replace(/[/\\:*?"<>|%;]/g, '_')
    .replace(/^[.\s]+/, '')
    .replace(/[.\s]+$/, '');
  const ending = plain.slice(plain.lastIndexOf('.') + 1).toLowerCase();
  const name =
    [extension, ...others].includes(ending) && plain.includes('.') ? plain : `${plain || 'voucher'}.${extension}`;
  return `attachment; filename="voucher.${extension}"; filename*=UTF-8''${encodeValue(name)}`;
}

/** RFC 8187: whatever `encodeURIComponent` leaves and the header does not take. */
function encodeValue(text: string): string {
  return encodeURIComponent(text).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
}
