import { callSandbox, readInfo } from './info.ts';

try {
  const words = process.argv.slice(2);
  const folder = words.indexOf('--data-dir');
  const [dataDir] = folder < 0 ? [] : words.splice(folder, 2).slice(1);
  const [to] = words;
  const info = readInfo(dataDir);
  const { now } = await callSandbox<{ now: string }>(
    info,
    to === undefined ? 'GET' : 'POST',
    '/clock',
    to === undefined ? undefined : { to },
  );
  console.log(now);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
