import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answerAdmin } from '../../sandbox/admin.ts';
import { SandboxClock } from '../../sandbox/clock.ts';
import { ClockMoves } from '../../sandbox/clock-moves.ts';
import { markProcess } from '../../sandbox/processes.ts';

const day = 86_400_000;

let dataDir: string;
let clock: SandboxClock;
let moves: ClockMoves;
let server: Server;
/** What a step of the clock waits for. */
let settle: () => Promise<void>;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'move-clock-'));
  clock = new SandboxClock(join(dataDir, 'clock.json'));
  settle = async () => undefined;
  moves = new ClockMoves(clock, (targetMs) => clock.moveTo(targetMs, () => settle()));
  const actions = {
    'GET /clock': ({ query }: { query: URLSearchParams }) => moves.status(Number(query.get('move') ?? 0)),
    'POST /clock': ({ body }: { body: Readonly<Record<string, unknown>> }) => ({
      move: moves.begin(String(body['to'])).id,
    }),
  };
  server = createServer((request, response) => answerAdmin(request, response, { secret: 's', actions: () => actions }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const adminUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/_sandbox`;
  writeFileSync(
    join(dataDir, 'info.json'),
    JSON.stringify({ adminUrl, adminSecret: 's', process: markProcess(process.pid) }),
  );
});

afterEach(() => {
  clock.stop();
  server.closeAllConnections();
  server.close();
});

/** Something due half-way, after which the clock waits until it is let go. */
function holdHalfWay(atMs: number): () => void {
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  clock.at(atMs, () => held);
  return letGo;
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Types the command. `until` resolves once it has said something on its second channel. */
function command(...words: string[]): { ended: Promise<Ended>; said: Promise<void>; interrupt: () => void } {
  const file = join(import.meta.dirname, '..', '..', 'sandbox', 'move-clock.ts');
  const child = spawn(process.execPath, [file, ...words, '--data-dir', dataDir], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  const said = new Promise<void>((resolve) => {
    child.stderr.on('data', (chunk) => {
      err += chunk;
      resolve();
    });
  });
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, out, err })));
  return { ended, said, interrupt: () => void child.kill('SIGINT') };
}

describe('npm run clock', () => {
  test('prints the time, and nothing else, when the clock has arrived', async () => {
    const { code, out, err } = await command('+3d').ended;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(`${new Date(out.trim()).toISOString()}\n`);
    expect(Math.round(clock.offsetMs / day)).toBe(3);
  });

  test('says how far the clock is while it moves, and waits until it is there', async () => {
    const start = clock.nowMs();
    const letGo = holdHalfWay(start + 2 * day);
    const moving = command('+4d');
    await moving.said;
    letGo();
    const { code, out, err } = await moving.ended;
    expect(err).toMatch(/^now at \S+Z, target \S+Z \((49|50) %\) · 时钟正在拨动\n/);
    expect(code).toBe(0);
    expect(Math.round((Date.parse(out.trim()) - start) / day)).toBe(4);
  });

  test('shows at once where a move of somebody else is going', async () => {
    const start = clock.nowMs();
    const letGo = holdHalfWay(start + day);
    const first = moves.begin('+4d');
    const second = moves.begin('+1d');
    await new Promise((resolve) => setTimeout(resolve, 10));
    const { code, out, err } = await command().ended;
    expect(code).toBe(0);
    expect(Math.round((Date.parse(out.trim()) - start) / day)).toBe(1);
    expect(err).toContain(`target ${first.target.toISOString().slice(0, 19)}Z (`);
    expect(err).toContain(`%), 1 more to come`);
    letGo();
    await second.done;
  });

  test('interrupted says that the move goes on, and it does', async () => {
    const start = clock.nowMs();
    const letGo = holdHalfWay(start + 2 * day);
    const moving = command('+4d');
    await moving.said;
    moving.interrupt();
    const { code, err } = await moving.ended;
    expect(code).toBe(130);
    expect(err).toContain('The clock goes on in the sandbox');
    expect(err).toContain('时钟仍在沙箱中继续拨动');
    letGo();
    await expect.poll(() => Math.round(clock.offsetMs / day)).toBe(4);
  });

  test('says what went wrong on the way', async () => {
    settle = async () => {
      throw new Error('The sandbox is still busy after 600 s: 3 workflow(s) moving');
    };
    const { code, err } = await command('+1d').ended;
    expect(code).toBe(1);
    expect(err).toContain('The sandbox is still busy after 600 s: 3 workflow(s) moving');
  });

  test('says so when the sandbox stops on the way', async () => {
    holdHalfWay(clock.nowMs() + 2 * day);
    const moving = command('+4d');
    await moving.said;
    server.close();
    server.closeAllConnections();
    const { code, err } = await moving.ended;
    expect(code).toBe(1);
    expect(err).toContain('The sandbox has stopped');
    expect(err).not.toContain('fetch failed');
  });

  test('refuses what is no time at all', async () => {
    const { code, err } = await command('tomorrow').ended;
    expect(code).toBe(1);
    expect(err).toContain('"tomorrow" is no time');
  });
});

describe('moves of the clock', () => {
  test('come one after the other, and a step counts from where those before it end', async () => {
    const start = clock.nowMs();
    const [first, second] = [moves.begin('+2d'), moves.begin('+3d')];
    expect(Math.round((first.target.getTime() - start) / day)).toBe(2);
    expect(Math.round((second.target.getTime() - start) / day)).toBe(5);
    await first.done;
    expect(Math.round(clock.offsetMs / day)).toBe(2);
    await second.done;
    expect(Math.round(clock.offsetMs / day)).toBe(5);
    expect(moves.status().moves).toEqual([]);
  });

  test('to an instant that will have passed by then are refused', async () => {
    const first = moves.begin('+2d');
    const between = new Date(clock.nowMs() + day).toISOString();
    expect(() => moves.begin(between)).toThrow('on its way to');
    await first.done;
    expect(() => moves.begin(between)).toThrow('only goes forward');
  });

  test('go on after one that failed', async () => {
    settle = async () => {
      settle = async () => undefined;
      throw new Error('broken');
    };
    const [first, second] = [moves.begin('+1d'), moves.begin('+1d')];
    await expect(first.done).rejects.toThrow('broken');
    await second.done;
    expect(() => moves.status(first.id)).toThrow('broken');
    expect(moves.status(second.id).moves).toEqual([]);
  });
});
