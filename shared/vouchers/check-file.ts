import { createHash } from 'node:crypto';
import { fileTypeFromBuffer } from 'file-type';
import type { Voucher, VoucherContentType, VoucherFindings } from '../model/voucher.ts';
import { checkPackage, endsAsArchive } from './check-package.ts';
import { checkPdf } from './check-pdf.ts';
import { checkPicture } from './check-picture.ts';

type Declared = Pick<Voucher, 'contentType' | 'sizeBytes' | 'sha256'>;

/**
 * Holds the bytes of a file against what was said of it, and looks whether it can serve as a voucher (A11, A17): size and
 * hash, real content, then what its format asks for. Every file has an outcome: this never throws for what is in it.
 */
export async function checkFile(bytes: Uint8Array, declared: Declared): Promise<VoucherFindings> {
  if (bytes.length !== declared.sizeBytes) return { problems: ['SIZE_NOT_AS_DECLARED'] };
  if (createHash('sha256').update(bytes).digest('hex') !== declared.sha256)
    return { problems: ['HASH_NOT_AS_DECLARED'] };
  const { contentType } = declared;
  switch (contentType) {
    case 'application/ofd':
    case 'application/vnd.openxmlformats-officedocument.wordprocessingml.document':
    case 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet':
      return checkPackage(bytes, contentType);
    default:
  }
  if ((await realType(bytes)) !== contentType) return { problems: ['CONTENT_NOT_AS_DECLARED'] };
  if (endsAsArchive(bytes)) return { problems: ['FILE_WITH_TRAILING_DATA'] };
  return contentType === 'application/pdf' ? checkPdf(bytes) : checkPicture(bytes, contentType);
}

/** What a file is by its first bytes. Archives are not asked about here, so nothing is unpacked to find out. */
async function realType(bytes: Uint8Array): Promise<string | undefined> {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return undefined;
  try {
    const found = (await fileTypeFromBuffer(bytes))?.mime;
    // The general name of the family, which some cameras write.
    return found === 'image/heif' ? ('image/heic' satisfies VoucherContentType) : found;
  } catch {
    return undefined;
  }
}
