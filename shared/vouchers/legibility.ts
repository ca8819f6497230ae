/** A picture as rows of brightness, 0 black to 255 white. */
interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** Four bytes a pixel (red, green, blue, alpha), or as many channels as said, with samples of 8 or 16 bits. */
export interface RawPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray | Uint16Array;
  readonly channels: number;
  readonly maximum: number;
}

/** A page of A4 at this size shows body text in about twelve rows: enough to read, few enough to be quick. */
const longSidePixels = 1200;
const tilePixels = 24;
/** A tile whose brightness varies less is paper, wall or table: nothing to read there, sharp or not. */
const leastContrast = 14;
/** Tiles with something on them that a picture needs to be worth looking at. */
const leastTiles = 8;
/** Sharpness of print in focus; measured on the set of test/vouchers/legibility.test.ts. */
const sharpPrint = 1.2;

/** Below this a picture is refused. */
export const leastLegibility = 30;

/**
 * How legible a picture is, 0 to 100 (H9): in every tile that shows something, how much brightness changes from pixel to
 * pixel (variance of the Laplacian) against how much it changes at all. Blur takes the first away and leaves the second, and
 * noise alone has neither. The score is that of the sharper quarter, so a page on a plain table is judged by the page.
 */
export function legibilityOf(picture: RawPicture): number {
  const sharpness = tilesOf(shrink(picture)).sort((left, right) => right - left);
  if (sharpness.length < leastTiles) return 0;
  const typical = sharpness[Math.floor(sharpness.length / 4)] ?? 0;
  return Math.round(100 * Math.min(1, typical / sharpPrint));
}

/** The picture in grey, each pixel the mean of the square it stands for; transparent counts as white paper. */
function shrink({ width, height, data, channels, maximum }: RawPicture): GreyPicture {
  const step = Math.max(1, Math.ceil(Math.max(width, height) / longSidePixels));
  const [wide, high] = [Math.floor(width / step), Math.floor(height / step)];
  const hasAlpha = channels % 2 === 0;
  const colours = channels >= 3 ? 3 : 1;
  const pixels = new Uint8Array(wide * high);
  for (let row = 0; row < high; row += 1) {
    for (let column = 0; column < wide; column += 1) {
      let sum = 0;
      for (let y = row * step; y < (row + 1) * step; y += 1) {
        for (let x = column * step; x < (column + 1) * step; x += 1) {
          const at = (y * width + x) * channels;
          const red = data[at] ?? 0;
          const brightness = colours === 1 ? red : 0.3 * red + 0.59 * (data[at + 1] ?? 0) + 0.11 * (data[at + 2] ?? 0);
          const cover = hasAlpha ? (data[at + channels - 1] ?? 0) / maximum : 1;
          sum += cover * brightness + (1 - cover) * maximum;
        }
      }
      pixels[row * wide + column] = (sum / (step * step) / maximum) * 255;
    }
  }
  return { width: wide, height: high, pixels };
}

/** How often the Laplacian counts the grain of a camera: four neighbours, and sixteen times the pixel itself. */
const grainInChange = 20;

/** For every tile with something on it: the variance of its Laplacian over the variance of its brightness. */
function tilesOf(picture: GreyPicture): number[] {
  const tiles: Tile[] = [];
  for (let top = 1; top + tilePixels < picture.height; top += tilePixels) {
    for (let left = 1; left + tilePixels < picture.width; left += tilePixels) {
      tiles.push(measureTile(picture, left, top));
    }
  }
  // The plainest tile shows what the camera adds by itself; that is no print, so it is taken off everywhere.
  const grain = tiles.reduce((least, { change }) => Math.min(least, change), Number.POSITIVE_INFINITY);
  return tiles
    .map(({ contrast, change }) => ({ contrast: contrast - grain / grainInChange, change: change - grain }))
    .filter(({ contrast }) => contrast >= leastContrast ** 2)
    .map(({ contrast, change }) => change / contrast);
}

/** Variances of one tile: of its brightness, and of how much each pixel differs from its neighbours. */
interface Tile {
  readonly contrast: number;
  readonly change: number;
}

function measureTile({ width, pixels }: GreyPicture, left: number, top: number): Tile {
  const count = tilePixels * tilePixels;
  let [sum, squares, change, changes] = [0, 0, 0, 0];
  for (let y = top; y < top + tilePixels; y += 1) {
    for (let x = left; x < left + tilePixels; x += 1) {
      const at = y * width + x;
      const here = pixels[at] ?? 0;
      const around =
        (pixels[at - 1] ?? 0) + (pixels[at + 1] ?? 0) + (pixels[at - width] ?? 0) + (pixels[at + width] ?? 0);
      const laplacian = around - 4 * here;
      sum += here;
      squares += here * here;
      change += laplacian;
      changes += laplacian * laplacian;
    }
  }
  return { contrast: squares / count - (sum / count) ** 2, change: changes / count - (change / count) ** 2 };
}
