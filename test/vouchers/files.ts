import { createHash } from 'node:crypto';
import { encode as encodePng } from 'fast-png';
import { strToU8, zipSync } from 'fflate';
import jpeg from 'jpeg-js';
import type { VoucherContentType } from '../../shared/model/voucher.ts';

/** What a clerk announces of some bytes, truthfully. */
export function announce(bytes: Uint8Array, contentType: VoucherContentType, fileName = '合同变更协议.pdf') {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { kind: 'contract-change' as const, fileName, contentType, sizeBytes: bytes.length, sha256 };
}

/** A small PDF; `catalog` and `trailer` go into its dictionaries as they are. */
export function pdf({ pages = 1, catalog = '', trailer = '', text = '' } = {}): Uint8Array {
  const kids = Array.from({ length: pages }, (_, page) => `${page + 3} 0 R`).join(' ');
  const objects = [
    `<</Type/Catalog/Pages 2 0 R${catalog}>>`,
    `<</Type/Pages/Kids[${kids}]/Count ${pages}>>`,
    ...Array.from({ length: pages }, () => '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>'),
  ];
  let body = `%PDF-1.4\n%${text}\n`;
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}`;
  return Buffer.from(
    `${body}${table}trailer<</Size ${size}/Root 1 0 R${trailer}>>\nstartxref\n${body.length}\n%%EOF\n`,
  );
}

const lock = `(${'x'.repeat(32)})`;
/** A PDF whose password nobody knows. */
export const encryptedPdf = () =>
  pdf({ trailer: `/Encrypt<</Filter/Standard/V 1/R 2/O${lock}/U${lock}/P -4>>/ID[(a)(a)]` });

/** Letters of five by seven dots: enough to look like print to whatever measures edges. */
const letters = [
  '01110100011000111111100011000110001',
  '11110100011111010001100011000111110',
  '11111100001111010000100001000011111',
];

/** A page of print: lines of letters, each dot `dot` pixels wide, black on white paper. */
export function printedPage(width: number, height: number, dot = 3): Uint8Array {
  const pixels = new Uint8Array(width * height).fill(250);
  const [wide, high] = [dot * 6, dot * 11];
  for (let top = high; top + high < height - high; top += high) {
    for (let left = wide * 3, count = 0; left + wide < width - wide * 3; left += wide, count += 1) {
      if (count % 7 === 6) continue;
      const letter = letters[(count * 5 + top) % letters.length] ?? '';
      for (let y = 0; y < 7 * dot; y += 1) {
        for (let x = 0; x < 5 * dot; x += 1) {
          if (letter[Math.floor(y / dot) * 5 + Math.floor(x / dot)] === '1') pixels[(top + y) * width + left + x] = 20;
        }
      }
    }
  }
  return pixels;
}

/** The same picture out of focus: a box blur of this radius, three times, which is close to a lens. */
export function blurred(pixels: Uint8Array, width: number, radius: number): Uint8Array {
  const height = pixels.length / width;
  let [from, to] = [Float32Array.from(pixels), new Float32Array(pixels.length)];
  for (let pass = 0; pass < 6; pass += 1) {
    const isRow = pass % 2 === 0;
    const [lines, length, step, jump] = isRow ? [height, width, 1, width] : [width, height, width, 1];
    for (let line = 0; line < lines; line += 1) {
      let sum = 0;
      const at = (index: number) => from[line * jump + Math.min(length - 1, Math.max(0, index)) * step] ?? 0;
      for (let index = -radius; index <= radius; index += 1) sum += at(index);
      for (let index = 0; index < length; index += 1) {
        to[line * jump + index * step] = sum / (2 * radius + 1);
        sum += at(index + radius + 1) - at(index - radius);
      }
    }
    [from, to] = [to, from];
  }
  return Uint8Array.from(from);
}

/** The same picture with the grain of a cheap camera; the same each time. */
export function grainy(pixels: Uint8Array, strength: number): Uint8Array {
  let seed = 7;
  return pixels.map((pixel) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.min(255, Math.max(0, pixel + (seed / 2_147_483_648 - 0.5) * 2 * strength));
  });
}

export function greyPng(pixels: Uint8Array, width: number): Uint8Array {
  return encodePng({ width, height: pixels.length / width, data: pixels, channels: 1, depth: 8 });
}

export function greyJpeg(pixels: Uint8Array, width: number, quality = 85): Uint8Array {
  const data = new Uint8Array(pixels.length * 4).fill(255);
  for (const [index, pixel] of pixels.entries()) data.fill(pixel, index * 4, index * 4 + 3);
  return jpeg.encode({ width, height: pixels.length / width, data }, quality).data;
}

const mainTypes = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
} as const;

/** A document of Word or Excel, with further entries beside the ones it needs. */
export function office(kind: 'docx' | 'xlsx', entries: Record<string, Uint8Array> = {}, types = ''): Uint8Array {
  const main = kind === 'docx' ? 'word/document.xml' : 'xl/workbook.xml';
  return zipSync({
    '[Content_Types].xml': strToU8(
      `<Types><Override PartName="/${main}" ContentType="${mainTypes[kind]}"/>${types}</Types>`,
    ),
    [main]: strToU8('<document/>'),
    ...entries,
  });
}

export const ofd = () =>
  zipSync({ 'OFD.xml': strToU8('<ofd:OFD/>'), 'Doc_0/Document.xml': strToU8('<ofd:Document/>') });
