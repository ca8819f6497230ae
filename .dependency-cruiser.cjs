// Which folder may import which. Arrows point one way: model <- errors <- ledger <- (table, contracts) <- capabilities
// <- runtime <- functions. Each comment tells the offender what to do instead. `npm run check` runs this.
const PURE = '^shared/(model|errors|ledger)/';
const CAPABILITIES = '^shared/(?!model/|errors/|ledger/|table/|contracts/|runtime/)[^/]+/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment:
        'Two files need each other: move what both use into a third file, or pass it as a parameter. (Types alone may go round.)',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolvable',
      comment: 'This import leads nowhere: correct the path (relative, with .ts), or add the package to package.json.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'model-knows-only-itself',
      comment:
        'The nouns of the domain depend on nothing: move the rule that needs more into errors, ledger or a capability.',
      severity: 'error',
      from: { path: '^shared/model/' },
      to: { path: '^(shared/(?!model/)|functions/|infra/|sandbox/|scripts/|test/|demo/|bench/)' },
    },
    {
      name: 'errors-know-only-the-model',
      comment: 'The catalogue describes refusals; whoever refuses imports it. Pass what it should say as parameters.',
      severity: 'error',
      from: { path: '^shared/errors/' },
      to: { path: '^(shared/(?!model/|errors/)|functions/|infra/|sandbox/|scripts/|test/|demo/|bench/)' },
    },
    {
      name: 'ledger-knows-only-model-and-errors',
      comment: 'The ledger is pure double entry: read and write in shared/table, and hand the ledger plain values.',
      severity: 'error',
      from: { path: '^shared/ledger/' },
      to: { path: '^(shared/(?!model/|errors/|ledger/)|functions/|infra/|sandbox/|scripts/|test/|demo/|bench/)' },
    },
    {
      name: 'pure-code-reaches-no-machine',
      comment:
        'Model, errors and ledger see no AWS, clock, randomness, environment or file: take the value as a parameter. ' +
        'Only zod is allowed, and node:crypto for the hash of an entry.',
      severity: 'error',
      from: { path: PURE },
      to: {
        dependencyTypesNot: ['local', 'type-only'],
        pathNot: ['^(node:)?crypto$', 'node_modules/zod/', '^shared/'],
      },
    },
    {
      name: 'contracts-know-only-model-and-errors',
      comment: 'A contract says what an operation takes and gives; what it does belongs into the capability folder.',
      severity: 'error',
      from: { path: '^shared/contracts/' },
      to: {
        path: '^(shared/(?!model/|errors/|contracts/)|functions/|infra/|sandbox/|scripts/|test/|demo/|bench/|node_modules/@aws-sdk/)',
      },
    },
    {
      name: 'table-knows-no-use-case',
      comment:
        'The table module stores and finds; a decision about a customer or a charge belongs into its capability folder.',
      severity: 'error',
      from: { path: '^shared/table/' },
      to: {
        path: '^(shared/(?!model/|errors/|ledger/|table/)|functions/|infra/|sandbox/|scripts/|test/|demo/|bench/)',
      },
    },
    {
      name: 'use-cases-do-not-know-the-runtime',
      comment:
        'A use case takes its table, clock and clients as parameters; shared/runtime and the function wire them.',
      severity: 'error',
      from: { path: CAPABILITIES },
      to: { path: '^(shared/runtime/|functions/|infra/|sandbox/|scripts/|test/|demo/|bench/)' },
    },
    {
      name: 'one-dynamodb-module',
      comment: 'Keys, items and conditions live in shared/table: add a function there and call it.',
      severity: 'error',
      from: { path: '^(shared|functions)/', pathNot: '^shared/(table|runtime)/' },
      to: { path: 'node_modules/@aws-sdk/(client-dynamodb|lib-dynamodb)/' },
    },
    {
      name: 'runtime-knows-no-function',
      comment: 'The runtime is what functions are built on: pass the use case to it as a parameter.',
      severity: 'error',
      from: { path: '^shared/runtime/' },
      to: { path: '^(functions/|infra/|sandbox/|scripts/|test/|demo/|bench/)' },
    },
    {
      name: 'functions-stand-alone',
      comment:
        'A function is a thin entry point: share code between functions through shared/, and never import what deploys or runs it.',
      severity: 'error',
      from: { path: '^functions/([^/]+)/' },
      to: { path: '^(functions/|infra/|sandbox/|scripts/|test/|demo/|bench/)', pathNot: '^functions/$1/' },
    },
    {
      name: 'infrastructure-reads-declarations-only',
      comment:
        'CDK code reads the contracts, the table schema and the stages; it deploys built functions and imports none.',
      severity: 'error',
      from: { path: '^infra/' },
      to: { path: '^(shared/(?!model/|contracts/|table/names)|functions/|sandbox/|test/|demo/|bench/)' },
    },
    {
      name: 'sandbox-runs-the-template',
      comment:
        'The sandbox learns routes, functions and resources from the synthesized template alone: read them there.',
      severity: 'error',
      from: { path: '^sandbox/' },
      to: { path: '^(functions/|infra/|shared/contracts/|test/|demo/|bench/)' },
    },
    {
      name: 'demo-is-a-client',
      comment: 'The demo plays a company that has only the HTTP API: call the API instead of importing what serves it.',
      severity: 'error',
      from: { path: '^demo/' },
      to: { path: '^(shared/|functions/|infra/|sandbox/|test/|bench/)' },
    },
    {
      name: 'nobody-imports-tests',
      comment: 'Test code stays in test/: move what others need to where it belongs.',
      severity: 'error',
      from: { path: '^(shared|functions|infra|sandbox|scripts|demo)/' },
      to: { path: '^test/' },
    },
    {
      name: 'what-is-deployed-uses-dependencies',
      comment:
        'Functions are bundled from "dependencies": move the package there, or keep it out of shared/ and functions/.',
      severity: 'error',
      from: { path: '^(shared|functions)/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-optional', 'npm-unknown', 'npm-no-pkg'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'simulator-stays-in-tests',
      comment: 'This package is AGPL: it may test the product and is never part of it.',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: 'node_modules/@cloud-copilot/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    detectJSDocImports: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.mts', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
  },
};
