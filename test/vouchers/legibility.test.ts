import { describe, expect, it } from 'vitest';
import { leastLegibility, legibilityOf } from '../../shared/vouchers/legibility.ts';
import { blurred, grainy, printedPage } from './files.ts';

/** Pages as phones and scanners make them: width, height, and how many pixels a dot of a letter has. */
const pages: readonly (readonly [number, number, number])[] = [
  [700, 990, 2],
  [1240, 1754, 3],
  [1654, 2339, 4],
  [2480, 3508, 5],
];

const score = (pixels: Uint8Array, width: number) =>
  legibilityOf({ width, height: pixels.length / width, data: pixels, channels: 1, maximum: 255 });

/** A lens out of focus by more than half of a letter's stem and up to several letters. */
const radii = (dot: number) => [dot, 2 * dot, 3 * dot];

describe('the sharp set is accepted', () => {
  it.each(pages)('%i × %i, dots of %i pixels: clean, with grain, and with little contrast', (width, height, dot) => {
    const page = printedPage(width, height, dot);
    const pale = page.map((grey) => 120 + grey / 3);
    for (const pixels of [page, grainy(page, 12), pale, page.map((grey) => 255 - grey)])
      expect(score(pixels, width)).toBeGreaterThanOrEqual(leastLegibility);
  });

  it('a page that lies on a plain table is judged by the page', () => {
    const page = printedPage(1000, 1400, 3);
    const table = new Uint8Array(2000 * 2800).fill(90);
    for (let row = 0; row < 1400; row += 1)
      table.set(page.subarray(row * 1000, (row + 1) * 1000), (row + 700) * 2000 + 500);
    expect(score(table, 2000)).toBeGreaterThanOrEqual(leastLegibility);
  });
});

describe('the blurred set is refused', () => {
  it.each(pages)('%i × %i, dots of %i pixels: out of focus by one to three dots', (width, height, dot) => {
    const page = printedPage(width, height, dot);
    for (const radius of radii(dot)) {
      expect(score(blurred(page, width, radius), width), `radius ${radius}`).toBeLessThan(leastLegibility);
      expect(score(grainy(blurred(page, width, radius), 4), width), `radius ${radius}, grain`).toBeLessThan(
        leastLegibility,
      );
    }
  });

  it('a page with nothing on it scores 0, with and without grain', () => {
    expect(score(new Uint8Array(1000 * 1400).fill(240), 1000)).toBe(0);
    expect(score(grainy(new Uint8Array(1000 * 1400).fill(200), 20), 1000)).toBe(0);
  });
});
