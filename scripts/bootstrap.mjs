// Every npm script starts here, on whatever Node the machine has. This file alone must be readable by very old
// versions, so it only checks the version and leaves the work to prepare.mjs.
const oldestNode = 20;
const installed = Number(process.versions.node.split('.')[0]);

if (installed < oldestNode) {
  console.error(
    'FeeLedger needs Node ' +
      oldestNode +
      ' or newer; this is Node ' +
      process.versions.node +
      '. Install it from https://nodejs.org',
  );
  console.error(
    'FeeLedger 需要 Node ' +
      oldestNode +
      ' 或更新版本,当前为 ' +
      process.versions.node +
      '。请从 https://nodejs.org 安装。',
  );
  process.exitCode = 1;
} else {
  void import('./prepare.mjs').then((prepare) => prepare.run(process.argv.slice(2)));
}
