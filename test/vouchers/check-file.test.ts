import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { encode as encodePng } from 'fast-png';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { type VoucherContentType, voucherContentTypes } from '../../shared/model/voucher.ts';
import { checkFile } from '../../shared/vouchers/check-file.ts';
import { announce, encryptedPdf, greyJpeg, greyPng, ofd, office, pdf, printedPage } from './files.ts';

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const check = (bytes: Uint8Array, type: VoucherContentType) => checkFile(bytes, announce(bytes, type));

const page = printedPage(700, 990, 2);
const png = greyPng(page, 700);
const jpeg = greyJpeg(page, 700);
const joined = (...parts: Uint8Array[]) => Buffer.concat(parts);
const box = (name: string, body: Uint8Array) => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(name, 4, 'latin1');
  return joined(head, body);
};

/** The header of a WebP without loss: dimensions stand in fourteen bits each. */
function webp(width: number, height: number): Uint8Array {
  const bits = (width - 1) | ((height - 1) << 14);
  const chunk = Buffer.alloc(16);
  chunk.write('VP8L', 0, 'latin1');
  chunk.writeUInt32LE(8, 4);
  chunk.writeUInt8(0x2f, 8);
  chunk.writeUInt32LE(bits >>> 0, 9);
  const head = Buffer.alloc(12);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(4 + chunk.length, 4);
  head.write('WEBP', 8, 'latin1');
  return joined(head, chunk);
}

function heic(width: number, height: number): Uint8Array {
  const size = Buffer.alloc(12);
  size.writeUInt32BE(width, 4);
  size.writeUInt32BE(height, 8);
  const properties = box('iprp', box('ipco', box('ispe', size)));
  const brand = box('ftyp', Buffer.from('heic\0\0\0\0mif1heic', 'latin1'));
  return joined(brand, box('meta', joined(Buffer.alloc(4), properties)), box('mdat', Buffer.alloc(64)));
}

/** A picture whose header says little and whose pixels unpack to very much. */
function pngBomb(): Uint8Array {
  const small = Buffer.from(encodePng({ width: 700, height: 990, data: page, channels: 1, depth: 8 }));
  const packed = deflateSync(Buffer.alloc(64 * 1024 * 1024));
  const at = small.indexOf('IDAT') - 4;
  const length = small.readUInt32BE(at);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(packed.length);
  head.write('IDAT', 4, 'latin1');
  return joined(small.subarray(0, at), head, packed, Buffer.alloc(4), small.subarray(at + 12 + length));
}

/** A picture that says one thing at its beginning, and another in a second header before its pixels. */
function pngOfTwoHeaders(): Uint8Array {
  const at = 8 + 25;
  const other = encodePng({ width: 700, height: 495, data: page.subarray(0, 700 * 495), channels: 1, depth: 8 });
  return joined(png.subarray(0, at), other.subarray(8, at), png.subarray(at));
}

/** An archive whose list of contents says that it unpacks to much. */
function archiveBomb(): Uint8Array {
  const bytes = Buffer.from(office('docx', { 'word/media/image1.bin': new Uint8Array(1024) }));
  for (let at = bytes.indexOf('PK\x01\x02'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 1)) {
    if (bytes.toString('latin1', at + 46, at + 67).startsWith('word/media')) bytes.writeUInt32LE(0xf0000000, at + 24);
  }
  return bytes;
}

describe('a file that is what it says is taken', () => {
  it.each<[string, Uint8Array, VoucherContentType, object]>([
    ['a PDF', pdf({ pages: 3 }), 'application/pdf', { pages: 3 }],
    ['a PNG', png, 'image/png', { widthPixels: 700, heightPixels: 990, legibility: 100 }],
    ['a JPEG', jpeg, 'image/jpeg', { widthPixels: 700, heightPixels: 990, legibility: 100 }],
    ['a WebP, not scored', webp(1200, 900), 'image/webp', { widthPixels: 1200, heightPixels: 900 }],
    ['a HEIC, not scored', heic(4032, 3024), 'image/heic', { widthPixels: 4032, heightPixels: 3024 }],
    ['an OFD', ofd(), 'application/ofd', {}],
    ['a DOCX', office('docx'), docx, {}],
    ['an XLSX', office('xlsx'), xlsx, {}],
  ])('%s', async (_, bytes, type, findings) => {
    expect(await check(bytes, type)).toEqual({ problems: [], ...findings });
  });

  it('a PNG of a palette, of few greys, with transparency or with 16 bits is scored like any other', async () => {
    const width = 700;
    const sixteen = encodePng({
      width,
      height: 990,
      data: Uint16Array.from(page, (grey) => grey * 257),
      channels: 1,
      depth: 16,
    });
    const clear = new Uint8Array(page.length * 2);
    for (const [index, grey] of page.entries()) clear.set([grey, 255], index * 2);
    const transparent = encodePng({ width, height: 990, data: clear, channels: 2, depth: 8 });
    for (const bytes of [sixteen, transparent])
      expect(await check(bytes, 'image/png')).toMatchObject({ problems: [], legibility: 100 });
  });
});

const exe = joined(Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), Buffer.alloc(2048));
const macro = '<Override PartName="/word/x.bin" ContentType="application/vnd.ms-office.vbaProject"/>';
const oldContainer = Buffer.from('d0cf11e0a1b11ae1', 'hex');

describe('a hostile or broken file is refused with its reason', () => {
  it.each<[string, Uint8Array, VoucherContentType, string]>([
    ['an .exe renamed .pdf', exe, 'application/pdf', 'CONTENT_NOT_AS_DECLARED'],
    ['an .exe renamed .docx', exe, docx, 'CONTENT_NOT_AS_DECLARED'],
    ['an .exe with a PDF behind it', joined(exe, pdf()), 'application/pdf', 'CONTENT_NOT_AS_DECLARED'],
    [
      'a web page called a PDF',
      Buffer.from('<html><script>alert(1)</script>'),
      'application/pdf',
      'CONTENT_NOT_AS_DECLARED',
    ],
    ['a PNG called a JPEG', png, 'image/jpeg', 'CONTENT_NOT_AS_DECLARED'],
    ['an XLSX called a DOCX', office('xlsx'), docx, 'CONTENT_NOT_AS_DECLARED'],
    ['a plain archive called an OFD', zipSync({ 'a.txt': strToU8('a') }), 'application/ofd', 'CONTENT_NOT_AS_DECLARED'],
    [
      'a PDF that is an archive as well',
      joined(pdf(), zipSync({ 'a.exe': exe })),
      'application/pdf',
      'FILE_WITH_TRAILING_DATA',
    ],
    [
      'a JPEG that is an archive as well',
      joined(jpeg, zipSync({ 'a.exe': exe })),
      'image/jpeg',
      'FILE_WITH_TRAILING_DATA',
    ],
    ['a PDF with a password', encryptedPdf(), 'application/pdf', 'PDF_ENCRYPTED'],
    [
      'a PDF with a script',
      pdf({ catalog: '/OpenAction<</S/JavaScript/JS(app.alert(1))>>' }),
      'application/pdf',
      'PDF_WITH_SCRIPT',
    ],
    ['a PDF of 501 pages', pdf({ pages: 501 }), 'application/pdf', 'PDF_TOO_MANY_PAGES'],
    ['a PDF cut off', pdf().subarray(0, 150), 'application/pdf', 'FILE_DAMAGED'],
    ['a JPEG cut off', jpeg.subarray(0, jpeg.length / 2), 'image/jpeg', 'FILE_DAMAGED'],
    ['a PNG cut off', png.subarray(0, png.length / 2), 'image/png', 'FILE_DAMAGED'],
    ['a WebP cut off', webp(1200, 900).subarray(0, 26), 'image/webp', 'FILE_DAMAGED'],
    ['a HEIC cut off', heic(4032, 3024).subarray(0, 100), 'image/heic', 'FILE_DAMAGED'],
    ['a DOCX cut off', office('docx').subarray(0, 200), docx, 'FILE_DAMAGED'],
    ['a PNG that unpacks to far more than its size', pngBomb(), 'image/png', 'FILE_DAMAGED'],
    ['a PNG with a second header', pngOfTwoHeaders(), 'image/png', 'FILE_DAMAGED'],
    ['a DOCX that unpacks to four gigabytes', archiveBomb(), docx, 'ARCHIVE_TOO_LARGE'],
    [
      'a DOCX of six thousand entries',
      office(
        'docx',
        Object.fromEntries(Array.from({ length: 6_000 }, (_, index) => [`word/${index}`, new Uint8Array(0)])),
      ),
      docx,
      'ARCHIVE_TOO_LARGE',
    ],
    ['a DOCX with macros', office('docx', { 'word/vbaProject.bin': exe }), docx, 'DOCUMENT_WITH_MACROS'],
    [
      'a DOCX with macros under another name',
      office('docx', { 'word/x.bin': exe }, macro),
      docx,
      'DOCUMENT_WITH_MACROS',
    ],
    ['an XLSX with a program in it', office('xlsx', { 'xl/embeddings/setup.exe': exe }), xlsx, 'DOCUMENT_WITH_MACROS'],
    [
      'a DOCX with a password',
      joined(oldContainer, Buffer.from('EncryptedPackage', 'utf16le')),
      docx,
      'DOCUMENT_ENCRYPTED',
    ],
    ['a Word document of the old kind', joined(oldContainer, Buffer.alloc(512)), docx, 'CONTENT_NOT_AS_DECLARED'],
    ['a picture of a thumbnail’s size', greyPng(printedPage(300, 420, 1), 300), 'image/png', 'PICTURE_TOO_SMALL'],
    ['a WebP of a hundred million pixels', webp(10_000, 10_000), 'image/webp', 'PICTURE_TOO_LARGE'],
    ['a white page', greyPng(new Uint8Array(700 * 990).fill(250), 700), 'image/png', 'PICTURE_ILLEGIBLE'],
  ])('%s', async (_, bytes, type, problem) => {
    expect((await check(bytes, type)).problems).toContain(problem);
  });

  it('a file of another size, or with other bytes of the same size, than was announced', async () => {
    const announced = announce(pdf(), 'application/pdf');
    expect(await checkFile(pdf({ pages: 2 }), announced)).toEqual({ problems: ['SIZE_NOT_AS_DECLARED'] });
    const other = Buffer.from(pdf());
    other.write('9', 5);
    expect(await checkFile(other, announced)).toEqual({ problems: ['HASH_NOT_AS_DECLARED'] });
  });
});

const whole: Partial<Record<VoucherContentType, Uint8Array>> = {
  'application/pdf': pdf(),
  'image/png': greyPng(printedPage(420, 610, 2), 420),
  'image/jpeg': greyJpeg(printedPage(420, 610, 2), 420),
  'image/webp': webp(1200, 900),
  'image/heic': heic(1200, 900),
  'application/ofd': ofd(),
  [docx]: office('docx'),
  [xlsx]: office('xlsx'),
};

describe('whatever comes has an outcome', () => {
  it('bytes of any kind never throw, whatever they are said to be', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 400 }),
        fc.constantFrom(...voucherContentTypes),
        async (bytes, type) => {
          expect((await check(bytes, type)).problems).not.toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('a good file with some bytes changed, or its end cut off, never throws', async () => {
    const types = fc.constantFrom(...(Object.keys(whole) as VoucherContentType[]));
    const changes = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(types, changes, fc.double({ min: 0.3, max: 1, noNaN: true }), async (type, spots, part) => {
        const bytes = Uint8Array.from(whole[type] ?? []);
        for (const [at, value] of spots) bytes[Math.floor(at * (bytes.length - 1))] = value;
        const cut = bytes.subarray(0, Math.max(1, Math.floor(part * bytes.length)));
        expect(Array.isArray((await check(cut, type)).problems)).toBe(true);
      }),
      { numRuns: 80 },
    );
  });
});
