import { setTimeout as sleep } from 'node:timers/promises';
import type { ClockStatus } from './clock-moves.ts';
import { callSandbox, readInfo, type SandboxInfo } from './info.ts';

const LOOK_EVERY_MS = 1_000;
/** Where the line cannot be written over, a line a second would only be noise. */
const LOOKS_PER_LINE = process.stderr.isTTY ? 1 : 15;

try {
  const words = process.argv.slice(2);
  const folder = words.indexOf('--data-dir');
  const [dataDir] = folder < 0 ? [] : words.splice(folder, 2).slice(1);
  const [to] = words;
  const info = readInfo(dataDir);
  console.log(to === undefined ? await showClock(info) : await moveClock(info, to));
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}

/** Asks for the move and looks every second how far it is: what is due on the way may take many minutes. */
async function moveClock(info: SandboxInfo, to: string): Promise<string> {
  const { move } = await callSandbox<{ move: number }>(info, 'POST', '/clock', { to });
  process.once('SIGINT', () => {
    endLine();
    console.error('The clock goes on in the sandbox; npm run clock shows how far it is.');
    console.error('时钟仍在沙箱中继续拨动；npm run clock 可查看进度。');
    process.exit(130);
  });
  for (let looks = 0; ; looks += 1) {
    const status = await lookAfter(info, move);
    if (!status.moves.some(({ id }) => id === move)) {
      endLine();
      return status.now;
    }
    // A move that is over at once needs no word.
    if (looks > 0 && (looks - 1) % LOOKS_PER_LINE === 0) showProgress(status);
    await sleep(looks === 0 ? LOOK_EVERY_MS / 10 : LOOK_EVERY_MS);
  }
}

async function lookAfter(info: SandboxInfo, move: number): Promise<ClockStatus> {
  try {
    return await callSandbox<ClockStatus>(info, 'GET', `/clock?move=${move}`);
  } catch (error) {
    endLine();
    // The words of fetch say nothing to whoever stopped the sandbox.
    if (!(error instanceof TypeError)) throw error;
    throw new Error('The sandbox has stopped; its clock stays where it is. 沙箱已停止，时钟停在当前位置。');
  }
}

async function showClock(info: SandboxInfo): Promise<string> {
  const status = await callSandbox<ClockStatus>(info, 'GET', '/clock');
  // Beside the output: whoever reads the time in a script gets nothing else.
  if (status.moves.length > 0) console.error(progressOf(status));
  return status.now;
}

/** `now at 2026-11-23T04:00:00Z, target 2026-11-25T04:00:00Z (33 %)`, in both languages; with those still waiting. */
function progressOf({ now, moves }: ClockStatus): string {
  const { from = now, target = now } = moves[0] ?? {};
  const wayMs = Date.parse(target) - Date.parse(from);
  const gone = Math.min(Math.max(Math.floor(((Date.parse(now) - Date.parse(from)) / wayMs) * 100), 0), 100);
  const short = (instant: string): string => `${instant.slice(0, 19)}Z`;
  const behind = moves.length - 1;
  const en = `now at ${short(now)}, target ${short(target)} (${gone} %)${behind > 0 ? `, ${behind} more to come` : ''}`;
  const zh = `时钟正在拨动${behind > 0 ? `，其后还有 ${behind} 次` : ''}`;
  return `${en} · ${zh}`;
}

function showProgress(status: ClockStatus): void {
  process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${progressOf(status)}` : `${progressOf(status)}\n`);
}

/** The last line of progress gives way to what comes next. */
function endLine(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
}
