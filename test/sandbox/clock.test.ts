import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { parseClockTarget, SandboxClock } from '../../sandbox/clock.ts';

const day = 86_400_000;
const clocks: SandboxClock[] = [];

function newClock(path = join(mkdtempSync(join(tmpdir(), 'clock-')), 'clock.json')): SandboxClock {
  const clock = new SandboxClock(path);
  clocks.push(clock);
  return clock;
}

afterEach(() => {
  for (const clock of clocks.splice(0)) clock.stop();
});

const settle = async (): Promise<void> => undefined;

describe('the sandbox clock', () => {
  test('stops at everything due on the way, in order of time', async () => {
    const clock = newClock();
    const start = clock.nowMs();
    const seen: number[] = [];
    const note = (): number => seen.push(Math.round((clock.nowMs() - start) / day));
    clock.at(start + 40 * day, note);
    clock.at(start + 3 * day, note);
    clock.at(start + 2 * day, () => {
      note();
      clock.at(start + 30 * day, note);
    });
    await clock.moveTo(start + 31 * day, settle);
    expect(seen).toEqual([2, 3, 30]);
    await clock.moveTo(start + 41 * day, settle);
    expect(seen).toEqual([2, 3, 30, 40]);
  });

  test('waits for one thing and what follows from it before time goes on', async () => {
    const clock = newClock();
    const start = clock.nowMs();
    const story: string[] = [];
    clock.at(start + day, async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      story.push('first done');
    });
    clock.at(start + 2 * day, () => story.push('second'));
    await clock.moveTo(start + 3 * day, async () => {
      story.push('settled');
    });
    expect(story).toEqual(['settled', 'first done', 'settled', 'second', 'settled', 'settled']);
  });

  test('never goes backwards', () => {
    const clock = newClock();
    expect(() => clock.moveTo(clock.nowMs() - 1_000, settle)).toThrow(RangeError);
  });

  test('goes on where it was after a restart', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'clock-')), 'clock.json');
    const clock = newClock(path);
    await clock.moveTo(clock.nowMs() + 400 * day, settle);
    expect(Math.round(newClock(path).offsetMs / day)).toBe(400);
  });

  test('stays where it was when the sandbox ends on the way', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'clock-')), 'clock.json');
    const clock = newClock(path);
    const start = clock.nowMs();
    clock.at(start + 2 * day, () => clock.stop());
    clock.at(start + 3 * day, () => undefined);
    await clock.moveTo(start + 5 * day, settle);
    expect(Math.round(newClock(path).offsetMs / day)).toBe(2);
  });

  test('does not run what was called off', async () => {
    const clock = newClock();
    let ran = false;
    const callOff = clock.at(clock.nowMs() + day, () => {
      ran = true;
    });
    callOff();
    await clock.moveTo(clock.nowMs() + 2 * day, settle);
    expect(ran).toBe(false);
  });

  test('is told steps and instants, and refuses anything else', () => {
    expect(parseClockTarget('+30d', 0)).toBe(30 * day);
    expect(parseClockTarget('+2h', 0)).toBe(7_200_000);
    expect(parseClockTarget('+15m', 0)).toBe(900_000);
    expect(parseClockTarget('2027-01-01T00:00:00Z', 0)).toBe(Date.UTC(2027, 0, 1));
    for (const wrong of ['', '30d', '-1d', '+1w', 'tomorrow', '2027-01-01', '2027-13-01T00:00:00Z']) {
      expect(() => parseClockTarget(wrong, 0)).toThrow('is no time');
    }
  });
});
