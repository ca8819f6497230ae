import { type UnzipFileInfo, unzipSync } from 'fflate';
import type { VoucherFindings, VoucherProblem } from '../model/voucher.ts';

type PackageType =
  | 'application/ofd'
  | 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
  | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What a document may unpack to, by its own list of contents. */
const limits = { entries: 5_000, totalBytes: 200 * 1024 * 1024, listBytes: 1024 * 1024 } as const;

/** The entries that make a package what it says it is. */
const marks: Readonly<Record<PackageType, readonly string[]>> = {
  'application/ofd': ['OFD.xml'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': [
    '[Content_Types].xml',
    'word/document.xml',
  ],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['[Content_Types].xml', 'xl/workbook.xml'],
};

const contentTypes = '[Content_Types].xml';
const programs =
  /(vbaproject|vbadata|macrosheets?\/|activex\/)|\.(exe|dll|com|bat|cmd|js|vbs|ps1|scr|msi|jar|lnk|hta)$/i;
/** Macros are also told by their content type, whatever their entry is called. */
const programTypes = /vbaProject|macroEnabled|macrosheet|activeX/i;
const encryptedPackage = Buffer.from('EncryptedPackage', 'utf16le');

/**
 * Looks at a document that is a zip archive: what it is by its entries, how much it would unpack to, and whether it brings
 * macros or programs. Nothing is unpacked but the list of content types, and that only up to a megabyte.
 */
export function checkPackage(bytes: Uint8Array, type: PackageType): VoucherFindings {
  // Word and Excel put a document with a password into the container of old: it is no archive any more.
  if (!isArchive(bytes)) {
    const isEncrypted = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(encryptedPackage);
    return { problems: [isEncrypted ? 'DOCUMENT_ENCRYPTED' : 'CONTENT_NOT_AS_DECLARED'] };
  }
  try {
    const { entries, types } = readList(bytes);
    if (entries === 'too many') return { problems: ['ARCHIVE_TOO_LARGE'] };
    const problems: VoucherProblem[] = [];
    const names = new Set(entries.map(({ name }) => name));
    if (!marks[type].every((mark) => names.has(mark))) problems.push('CONTENT_NOT_AS_DECLARED');
    if (entries.reduce((sum, { originalSize }) => sum + originalSize, 0) > limits.totalBytes)
      problems.push('ARCHIVE_TOO_LARGE');
    if (programTypes.test(types) || entries.some(({ name }) => programs.test(name)))
      problems.push('DOCUMENT_WITH_MACROS');
    return { problems };
  } catch {
    return { problems: ['FILE_DAMAGED'] };
  }
}

function isArchive(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/** Reads the central directory; throws when it is damaged or cut off. */
function readList(bytes: Uint8Array): { entries: readonly UnzipFileInfo[] | 'too many'; types: string } {
  const entries: UnzipFileInfo[] = [];
  const unpacked = unzipSync(bytes, {
    filter(entry) {
      if (entries.length <= limits.entries) entries.push(entry);
      const { listBytes } = limits;
      return entry.name === contentTypes && entry.originalSize <= listBytes && entry.size <= listBytes;
    },
  });
  const types = new TextDecoder().decode(unpacked[contentTypes]);
  return { entries: entries.length > limits.entries ? 'too many' : entries, types };
}

const endOfArchive = Buffer.from([0x50, 0x4b, 5, 6]);
const longestComment = 65_535;
const endBytes = 22;

/** Whether a file ends as an archive does, so that it is one thing to a viewer and another to whoever unpacks it. */
export function endsAsArchive(bytes: Uint8Array): boolean {
  const tail = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).subarray(-(longestComment + endBytes));
  for (let at = tail.indexOf(endOfArchive); at >= 0; at = tail.indexOf(endOfArchive, at + 1)) {
    if (at + endBytes <= tail.length && at + endBytes + tail.readUInt16LE(at + 20) === tail.length) return true;
  }
  return false;
}
