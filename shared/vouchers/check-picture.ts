import { inflateSync } from 'node:zlib';
import { convertIndexedToRgb, decode as decodePng } from 'fast-png';
import { imageSize } from 'image-size';
import jpeg from 'jpeg-js';
import type { VoucherFindings, VoucherProblem } from '../model/voucher.ts';
import { leastLegibility, legibilityOf, type RawPicture } from './legibility.ts';

type PictureType = 'image/jpeg' | 'image/png' | 'image/webp' | 'image/heic';

const limits = { shortSide: 400, longSide: 600, pixels: 50_000_000 } as const;

/**
 * Looks at a picture: whether it is whole, large enough, and legible. JPEG and PNG are decoded and scored; WebP and HEIC are
 * judged by their structure and dimensions, because nothing small decodes them. Dimensions are looked at before anything is
 * decoded, so a small file cannot ask for much memory.
 */
export function checkPicture(bytes: Uint8Array, type: PictureType): VoucherFindings {
  const size = sizeOf(bytes);
  if (size === undefined || !isWhole[type](bytes)) return { problems: ['FILE_DAMAGED'] };
  const seen = { widthPixels: size.width, heightPixels: size.height };
  const [short, long] = [Math.min(size.width, size.height), Math.max(size.width, size.height)];
  if (short * long > limits.pixels) return { ...seen, problems: ['PICTURE_TOO_LARGE'] };
  const tooSmall = short < limits.shortSide || long < limits.longSide;
  if (type === 'image/webp' || type === 'image/heic')
    return { ...seen, problems: tooSmall ? ['PICTURE_TOO_SMALL'] : [] };
  const picture = type === 'image/jpeg' ? readJpeg(bytes) : readPng(bytes, size.width, size.height);
  if (picture === undefined) return { ...seen, problems: ['FILE_DAMAGED'] };
  const legibility = legibilityOf(picture);
  const problems: VoucherProblem[] = [];
  if (tooSmall) problems.push('PICTURE_TOO_SMALL');
  if (legibility < leastLegibility) problems.push('PICTURE_ILLEGIBLE');
  return { ...seen, legibility, problems };
}

function sizeOf(bytes: Uint8Array): { width: number; height: number } | undefined {
  try {
    const { width, height } = imageSize(bytes);
    return width > 0 && height > 0 ? { width, height } : undefined;
  } catch {
    // The library throws for every header it cannot follow: whatever it is, it is no whole picture.
    return undefined;
  }
}

function readJpeg(bytes: Uint8Array): RawPicture | undefined {
  try {
    const options = { useTArray: true, formatAsRGBA: true, tolerantDecoding: false, maxResolutionInMP: 51 } as const;
    const { width, height, data } = jpeg.decode(bytes, { ...options, maxMemoryUsageInMB: 2048 });
    return { width, height, data, channels: 4, maximum: 255 };
  } catch {
    return undefined;
  }
}

function readPng(bytes: Uint8Array, width: number, height: number): RawPicture | undefined {
  try {
    const image = decodePng(pixelsOnly(bytes, width * height), { checkCrc: true });
    const { depth, channels } = image;
    // Fewer than eight bits a pixel: an index into colours, or into levels of grey.
    const palette = image.palette ?? (depth < 8 ? greyLevels(depth) : undefined);
    if (palette === undefined) return { width, height, data: image.data, channels, maximum: 2 ** depth - 1 };
    const data = convertIndexedToRgb({ ...image, palette });
    return { width, height, data, channels: palette[0]?.length ?? 3, maximum: 255 };
  } catch {
    return undefined;
  }
}

function greyLevels(depth: number): [number, number, number][] {
  const top = 2 ** depth - 1;
  return Array.from({ length: top + 1 }, (_, level) => {
    const grey = Math.round((255 * level) / top);
    return [grey, grey, grey];
  });
}

const pngSignatureBytes = 8;
/** Eight bytes a pixel is the most PNG has; a row has one byte more, and interlacing at most that again. */
const mostBytesAPixel = 8;

/**
 * A PNG without everything but its pixels: profiles and texts are packed as well, and would be unpacked without a limit.
 * Throws when chunks are cut off, when there is a second header, or when the pixels unpack to more than the dimensions say.
 */
function pixelsOnly(bytes: Uint8Array, pixels: number): Uint8Array {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept: Buffer[] = [view.subarray(0, pngSignatureBytes)];
  const packed: Buffer[] = [];
  for (let at = pngSignatureBytes; at < view.length; ) {
    const length = view.readUInt32BE(at);
    const name = view.toString('latin1', at + 4, at + 8);
    const chunk = view.subarray(at, at + 12 + length);
    if (chunk.length !== 12 + length) throw new RangeError('a chunk is cut off');
    // A second header would be decoded with other dimensions than those that were looked at.
    if (name === 'IHDR' && at !== pngSignatureBytes) throw new RangeError('a header stands in between');
    if (['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'].includes(name)) kept.push(chunk);
    if (name === 'IDAT') packed.push(chunk.subarray(8, 8 + length));
    if (name === 'IEND') break;
    at += chunk.length;
  }
  inflateSync(Buffer.concat(packed), { maxOutputLength: pixels * mostBytesAPixel + 1_000_000 });
  return Buffer.concat(kept);
}

/** Whether the end of a picture is there: what a lost connection cuts off is the end. */
const isWhole: Readonly<Record<PictureType, (bytes: Uint8Array) => boolean>> = {
  'image/jpeg': (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(jpegEnd),
  'image/png': (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes('IEND'),
  'image/webp': (bytes) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true) + 8 <= bytes.length,
  'image/heic': hasWholeBoxes,
};

const jpegEnd = Buffer.from([0xff, 0xd9]);

/** HEIC is a row of boxes, each beginning with its length; the last one has to end where the file ends. */
function hasWholeBoxes(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at !== bytes.length; ) {
    if (at + 16 > bytes.length) return at + 8 === bytes.length && view.getUint32(at) === 8;
    const length = view.getUint32(at);
    if (length === 0) return true;
    const size = length === 1 ? Number(view.getBigUint64(at + 8)) : length;
    if (size < 8 || at + size > bytes.length) return false;
    at += size;
  }
  return true;
}
