// Makes a bare clone able to work: installs the packages when the lockfile changed, finds or installs Java, and then
// becomes the real job on Node 24. Plain JavaScript without dependencies, because nothing is installed yet when it runs.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const lockfile = join(root, 'package-lock.json');
const stampFile = join(modules, '.feeledger-install');
const onWindows = process.platform === 'win32';
const oldestJava = 11;
const oldestNodeForTypeScript = 24;

/** What each npm script runs, with Node 24, once everything it needs is there. */
const jobs = {
  start: { command: ['sandbox/start.ts'], java: true },
  test: { command: ['node_modules/vitest/vitest.mjs', 'run'], java: true },
  check: { command: ['scripts/check.ts'], java: true },
  bench: { command: ['bench/run.ts'], java: true },
  demo: { command: ['demo/run.ts'] },
  verify: { command: ['scripts/verify.ts'] },
  token: { command: ['sandbox/token.ts'] },
  clock: { command: ['sandbox/move-clock.ts'] },
  user: { command: ['scripts/user.ts'] },
  generate: { command: ['scripts/generate.ts'] },
  build: { command: ['scripts/build-functions.ts'] },
  format: { command: ['node_modules/@biomejs/biome/bin/biome', 'check', '--write'] },
  synth: { command: ['node_modules/aws-cdk/bin/cdk', 'synth', '--quiet'] },
  cdk: { command: ['node_modules/aws-cdk/bin/cdk'] },
};

/** Prepares what the named job needs and runs it with the remaining arguments; its exit code becomes ours. */
export async function run([name, ...args]) {
  const job = jobs[name];
  if (!job) fail(`There is no job "${name}". Jobs: ${Object.keys(jobs).join(', ')}.`);
  process.chdir(root);
  await installPackages();
  const env = { ...process.env, PATH: [join(modules, '.bin'), ...pathFolders()].join(delimiter) };
  if (job.java) await provideJava(env);
  become(nodeForTypeScript(), [...job.command, ...args], env);
}

// ---- packages --------------------------------------------------------------------------------------------------

async function installPackages() {
  const wanted = createHash('sha256').update(readFileSync(lockfile)).digest('hex');
  if (isStamped(wanted)) return;
  const release = await takeInstallLock();
  try {
    if (isStamped(wanted)) return;
    if (!installedTreeMatchesLockfile()) await npmCi();
    writeFileSync(stampFile, wanted);
  } finally {
    release();
  }
}

function isStamped(wanted) {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted;
}

/** npm leaves a copy of what it installed: somebody who ran `npm ci` himself need not wait for a second one. */
function installedTreeMatchesLockfile() {
  try {
    const wanted = JSON.parse(readFileSync(lockfile, 'utf8')).packages;
    const present = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')).packages;
    const nothingForeign = Object.entries(present).every(([path, has]) => same(wanted[path], has));
    const nothingMissing = Object.entries(wanted).every(
      ([path, want]) => path === '' || present[path] || mayBeAbsent(want),
    );
    return nothingForeign && nothingMissing && existsSync(packagedNode());
  } catch {
    return false;
  }
}

function mayBeAbsent(want) {
  return Boolean(want.optional || want.extraneous);
}

function same(want, has) {
  return Boolean(want) && want.version === has.version && want.integrity === has.integrity;
}

async function npmCi() {
  const reason = existsSync(modules) ? 'package-lock.json changed' : 'first run';
  say(`Installing packages with npm ci (${reason}; about a minute) … 正在安装依赖包(约一分钟)…`);
  // Development packages are what runs the sandbox and the tests, so they are needed even where NODE_ENV=production.
  // Warnings about the host's Node are silenced: the packages run on the Node 24 that is among them.
  const args = ['ci', '--no-audit', '--no-fund', '--include=dev', '--include=optional', '--loglevel=error'];
  const started = Date.now();
  let code = await runVisibly('npm', args, 'installing packages');
  if (code !== 0) {
    say('npm ci failed; trying once more … 安装失败,正在重试…');
    code = await runVisibly('npm', args, 'installing packages');
  }
  if (code !== 0) {
    fail(
      'The packages could not be installed: npm ci failed (see above). Check the network and run the command again.\n' +
        '依赖包安装失败(见上方输出)。请检查网络后重新执行本命令。',
    );
  }
  say(`Packages installed in ${Math.round((Date.now() - started) / 1000)} s. 依赖包安装完成。`);
}

/** Two commands started at once in a fresh clone must not install into the same folder at the same time. */
async function takeInstallLock() {
  const lock = join(tmpdir(), `feeledger-install-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`);
  for (let waited = false; ; waited = true) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      const release = () => rmSync(lock, { force: true });
      process.once('exit', release);
      return release;
    } catch (error) {
      if (error.code !== 'EEXIST') return () => {};
    }
    if (!holderIsAlive(lock)) rmSync(lock, { force: true });
    else if (!waited)
      say('Another command is installing the packages; waiting for it … 另一个命令正在安装依赖包,请稍候…');
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

function holderIsAlive(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    if (!pid) return false;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

// ---- Java ------------------------------------------------------------------------------------------------------

async function provideJava(env) {
  if (javaVersion(env) >= oldestJava) return;
  if (env.JAVA_HOME) {
    const withJavaHome = { ...env, PATH: [join(env.JAVA_HOME, 'bin'), env.PATH].join(delimiter) };
    if (javaVersion(withJavaHome) >= oldestJava) {
      env.PATH = withJavaHome.PATH;
      return;
    }
  }
  const mayUseApt = process.platform === 'linux' && process.getuid() === 0 && hasAptGet();
  if (mayUseApt) await installJavaWithApt();
  if (javaVersion(env) < oldestJava) failWithoutJava();
}

function javaVersion(env) {
  const { status, stderr } = spawnSync('java', ['-version'], { env, encoding: 'utf8' });
  if (status !== 0) return 0;
  // Java 8 calls itself "1.8", which reads as 1 and is too old either way.
  return Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
}

function hasAptGet() {
  return spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;
}

async function installJavaWithApt() {
  say('Java is missing (DynamoDB Local needs it): installing default-jre-headless with apt-get … 正在安装 Java …');
  // Slim images lack the manual folder, and the Java package's installer stumbles over that.
  mkdirSync('/usr/share/man/man1', { recursive: true });
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const steps = [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'default-jre-headless'],
  ];
  for (const args of steps) {
    const code = await runVisibly('apt-get', args, `apt-get ${args[0]}`, { env, quiet: true });
    if (code !== 0) say(`apt-get ${args[0]} ended with code ${code}.`);
  }
}

function failWithoutJava() {
  fail(
    `FeeLedger needs Java ${oldestJava} or newer on the PATH for DynamoDB Local: install it (Debian/Ubuntu: sudo apt-get install default-jre-headless; ` +
      'macOS: brew install openjdk; others: https://adoptium.net) and run this command again.\n' +
      `FeeLedger 的本地数据库需要 Java ${oldestJava} 或更新版本:请先安装(Debian/Ubuntu:sudo apt-get install default-jre-headless;` +
      'macOS:brew install openjdk;其他系统:https://adoptium.net),然后重新执行本命令。',
  );
}

// ---- running ---------------------------------------------------------------------------------------------------

/** Runs a preparing command, says every ten seconds that it still works, and resolves to its exit code. */
function runVisibly(command, args, what, { env = process.env, quiet = false } = {}) {
  return new Promise((resolve) => {
    // npm must not run on the very Node it is about to replace.
    const child = spawn(command, args, {
      cwd: root,
      env: { ...env, PATH: pathFolders().join(delimiter) },
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
      shell: onWindows,
    });
    const output = [];
    child.stdout?.on('data', (chunk) => output.push(chunk));
    child.stderr?.on('data', (chunk) => output.push(chunk));
    const started = Date.now();
    const heartbeat = setInterval(() => say(`  … ${what}, ${Math.round((Date.now() - started) / 1000)} s`), 10_000);
    const done = (code, message = '') => {
      clearInterval(heartbeat);
      if (code !== 0) process.stderr.write(Buffer.concat(output).toString() + message);
      resolve(code);
    };
    child.once('error', (error) => done(127, `${command}: ${error.message}\n`));
    child.once('close', (code) => done(code ?? 1));
  });
}

/** Hands over to the real job. Where the platform can, this process becomes it, so that signals and exit codes are its own. */
function become(node, args, env) {
  if (process.execve && !onWindows) {
    // The call is marked experimental; the warning would be the first line of every command.
    process.removeAllListeners('warning');
    process.execve(node, [node, ...args], env);
  }
  const child = spawn(node, args, { cwd: root, env, stdio: 'inherit' });
  // A terminal sends Ctrl-C to the job as well; everything else reaches only us and is passed on.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => fail(`${node}: ${error.message}`));
  child.once('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
}

function nodeForTypeScript() {
  if (existsSync(packagedNode())) return packagedNode();
  if (Number(process.versions.node.split('.')[0]) >= oldestNodeForTypeScript) return process.execPath;
  return fail(
    'The package "node" is installed without its program, probably because npm may not run install scripts here: ' +
      `allow it (npm config set ignore-scripts false), delete node_modules and try again, or use Node ${oldestNodeForTypeScript}.\n` +
      `未找到 Node ${oldestNodeForTypeScript}:请允许 npm 执行安装脚本(npm config set ignore-scripts false),删除 node_modules 后重试,或直接使用 Node ${oldestNodeForTypeScript}。`,
  );
}

function packagedNode() {
  return join(modules, 'node', 'bin', onWindows ? 'node.exe' : 'node');
}

/** The folders of the PATH without any node_modules/.bin that npm put in front. */
function pathFolders() {
  return (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes(join('node_modules', '.bin')));
}

function say(text) {
  console.error(text);
}

function fail(text) {
  console.error(text);
  process.exit(1);
}
