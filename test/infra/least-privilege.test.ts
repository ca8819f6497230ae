import { describe, expect, it } from 'vitest';
import { agreedPolicyKinds } from '../../shared/model/agreed-policy.ts';
import { partitions, publishedPolicyKinds } from '../../shared/table/names.ts';
import { functionIndexes } from './function-indexes.ts';
import { policySimulator, type Question, simulate } from './policy-simulation.ts';
import { accountId, resolveIntrinsics } from './resolve-intrinsics.ts';
import { onlyResourceOf, prodChoices, synthesize } from './synth.ts';

const dev = synthesize('dev');
const { ask, arnOf, functionNames } = policySimulator(dev);
const table = arnOf('AWS::DynamoDB::Table');
const machine = arnOf('AWS::StepFunctions::StateMachine', 'ApprovalWorkflow');
const importMachine = arnOf('AWS::StepFunctions::StateMachine', 'ImportWorkflow');
const importExecution = `${importMachine.replace(':stateMachine:', ':execution:')}:imp_x2d7k4m5n6p7q2r3s4t5u6v7w2-enter-1`;
const importFile = (folder: string) => `${arnOf('AWS::S3::Bucket', 'Vouchers')}/imports/${folder}/imp_x`;
const execution = `${machine.replace(':stateMachine:', ':execution:')}:chg_x2d7k4m5n6p7q2r3s4t5u6v7w2-r1`;
const auditObject = `${arnOf('AWS::S3::Bucket', 'Audit')}/2026/11/22/x.jsonl`;
const refundVoucherObject = `${arnOf('AWS::S3::Bucket', 'Vouchers')}/refund-vouchers/rfd_x.pdf`;
const voucherObject = `${arnOf('AWS::S3::Bucket', 'Vouchers')}/vouchers/chg_x/vou_y`;

/**
 * Which items a function may touch, by the letter of their partition key:
 * C customer, E entry, R request, U user, M role member, P policy, N mail note, S search token, K number guard,
 * A delegation, X secret, W low balance, F finding, B reconciliation.
 */
const itemAccess: Readonly<Record<string, Readonly<Record<'get' | 'put' | 'update' | 'delete', string>>>> = {
  customers: { get: 'CERSU', put: 'CKS', update: '', delete: 'KS' },
  deposits: { get: 'CELPRU', put: 'CER', update: '', delete: '' },
  charges: { get: 'CELPRU', put: 'CER', update: '', delete: '' },
  refunds: { get: 'CELMPRU', put: 'CER', update: '', delete: '' },
  approvals: { get: 'ACELPRU', put: 'CER', update: '', delete: 'C' },
  users: { get: 'AU', put: 'A', update: '', delete: 'A' },
  policies: { get: 'MPU', put: '', update: '', delete: '' },
  templates: { get: 'CPRU', put: '', update: '', delete: '' },
  arrivals: { get: 'CMPRU', put: 'R', update: '', delete: '' },
  reports: { get: 'CPRU', put: '', update: '', delete: '' },
  vouchers: { get: 'RU', put: 'R', update: '', delete: '' },
  'voucher-check': { get: 'R', put: 'R', update: '', delete: '' },
  corrections: { get: 'CELNPRU', put: 'CLR', update: '', delete: '' },
  aftercare: { get: 'CRU', put: 'R', update: '', delete: '' },
  feedback: { get: 'R', put: 'R', update: '', delete: '' },
  'payout-results': { get: 'CLMRU', put: 'CER', update: '', delete: '' },
  'payout-step': { get: 'CMNR', put: 'N', update: 'R', delete: '' },
  'refund-voucher': { get: 'CNR', put: 'N', update: '', delete: '' },
  imports: { get: 'IPU', put: 'I', update: '', delete: '' },
  'import-step': { get: 'CIKLPRU', put: 'CEIR', update: '', delete: '' },
  'import-arrival': { get: 'I', put: 'I', update: '', delete: '' },
  control: { get: 'BCFUW', put: 'BF', update: '', delete: '' },
  'nightly-control': { get: 'BCEFMNPRUW', put: 'BFNW', update: '', delete: '' },
  documentation: { get: '', put: '', update: '', delete: '' },
  'approval-step': { get: 'ACMRU', put: '', update: 'R', delete: '' },
  'request-events': { get: 'ACEMNPRUW', put: 'NRW', update: '', delete: '' },
  'audit-archive': { get: '', put: '', update: '', delete: '' },
  'daily-follow-ups': { get: 'CMNPRUW', put: 'NR', update: '', delete: '' },
  'deadline-sweep': { get: 'ACIMNPRU', put: 'CNR', update: '', delete: '' },
};

const actions = { get: 'GetItem', put: 'PutItem', update: 'UpdateItem', delete: 'DeleteItem' } as const;
const rows = Object.entries(itemAccess).flatMap(([name, access]) =>
  Object.entries(actions).map(([verb, action]) => ({ name, action, letters: access[verb as keyof typeof actions] })),
);
const keyOf = (prefix: string): string => `${prefix}x2d7k4m5n6p7q2r3s4t5u6v7w2`;
const allowed = async (functionName: string, question: Question): Promise<boolean> =>
  (await ask(functionName, question)) === 'Allowed';

describe('every function', () => {
  it('has a row in the table of what it may do with items', () => {
    expect(Object.keys(itemAccess).sort()).toEqual([...functionNames].sort());
  });

  it('names what it may and may not touch in the partition it is deployed to, which in China is aws-cn', () => {
    const policies = JSON.stringify(dev.stateless.findResources('AWS::IAM::Policy'));
    expect(policies.match(/arn:aws:[^"]*/g)).toBeNull();
  });

  it.each(rows)('$name may $action exactly these items: "$letters"', async ({ name, action, letters }) => {
    const permitted: string[] = [];
    for (const prefix of Object.values(partitions)) {
      if (await allowed(name, { action: `dynamodb:${action}`, resource: table, leadingKeys: [keyOf(prefix)] })) {
        permitted.push(prefix.replace('#', ''));
      }
    }
    expect(permitted.sort().join('')).toBe(letters);
  });

  it.each(functionNames)('%s queries and checks the same items that it may get', async (name) => {
    for (const prefix of Object.values(partitions)) {
      const leadingKeys = [keyOf(prefix)];
      const may = await allowed(name, { action: 'dynamodb:GetItem', resource: table, leadingKeys });
      for (const action of ['dynamodb:Query', 'dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem']) {
        expect(await allowed(name, { action, resource: table, leadingKeys }), `${action} ${prefix}`).toBe(may);
      }
    }
  });

  it.each(functionNames)('%s reads nothing when only one of several keys is its own', async (name) => {
    const leadingKeys = Object.values(partitions).map(keyOf);
    expect(await allowed(name, { action: 'dynamodb:BatchGetItem', resource: table, leadingKeys })).toBe(false);
  });

  it.each(functionNames)('%s cannot read the whole table, nor change, export or drop it', async (name) => {
    for (const action of ['PartiQLSelect', 'UpdateTable', 'DeleteTable', 'UpdateTimeToLive']) {
      expect(await allowed(name, { action: `dynamodb:${action}`, resource: table }), action).toBe(false);
    }
  });
});

it('the nightly control alone reads the table from end to end', async () => {
  const scanning: string[] = [];
  for (const name of functionNames) {
    if (await allowed(name, { action: 'dynamodb:Scan', resource: table })) scanning.push(name);
  }
  expect(scanning).toEqual(['nightly-control']);
});

describe('the journal', () => {
  const entry = keyOf(partitions.entry);
  const posting = ['deposits', 'charges', 'refunds', 'approvals', 'import-step', 'payout-results'];

  it.each(functionNames.flatMap((name) => ['UpdateItem', 'DeleteItem'].map((action) => ({ name, action }))))(
    'is closed to $action by $name, whatever else it may be granted',
    async ({ name, action }) => {
      const question = { action: `dynamodb:${action}`, resource: table, leadingKeys: [entry] };
      expect(await ask(name, question)).toBe('ExplicitlyDenied');
    },
  );

  it.each(functionNames)('is closed to bulk writes and PartiQL by %s', async (name) => {
    for (const action of ['BatchWriteItem', 'PartiQLInsert', 'PartiQLUpdate', 'PartiQLDelete']) {
      const question = { action: `dynamodb:${action}`, resource: table, leadingKeys: [entry] };
      expect(await ask(name, question), action).toBe('ExplicitlyDenied');
    }
  });

  it.each(functionNames)('takes a new entry from %s only if it posts', async (name) => {
    const question = { action: 'dynamodb:PutItem', resource: table, leadingKeys: [entry] };
    expect(await ask(name, question)).toBe(posting.includes(name) ? 'Allowed' : 'ImplicitlyDenied');
  });

  it('takes each part of a posting, which is one transaction of a request, a head, an entry and a receivable', async () => {
    for (const name of posting) {
      for (const prefix of [partitions.request, partitions.customer, partitions.entry]) {
        const question = { action: 'dynamodb:PutItem', resource: table, leadingKeys: [keyOf(prefix)] };
        expect(await ask(name, question), `${name} ${prefix}`).toBe('Allowed');
      }
    }
  });

  it('is closed in prod to an administrator of the account as well', async () => {
    const prod = synthesize('prod', prodChoices);
    const { ResourcePolicy } = onlyResourceOf(prod.statefulJson, 'AWS::DynamoDB::Table').Properties as {
      ResourcePolicy: { PolicyDocument: unknown };
    };
    const administrator = [
      {
        name: 'AdministratorAccess',
        policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
      },
    ];
    const resourcePolicy = resolveIntrinsics(ResourcePolicy.PolicyDocument, prod);
    const verdicts = async (action: string, key: string) =>
      simulate(administrator, { action, resource: table, leadingKeys: [key], resourcePolicy });
    expect(await verdicts('dynamodb:UpdateItem', entry)).toBe('ExplicitlyDenied');
    expect(await verdicts('dynamodb:DeleteItem', entry)).toBe('ExplicitlyDenied');
    expect(await verdicts('dynamodb:UpdateItem', keyOf(partitions.request))).toBe('Allowed');
  });
});

describe('a policy version', () => {
  it.each(functionNames)('of any kind, and a template, is written by nobody but its own function: %s', async (name) => {
    const written: string[] = [];
    for (const kind of [...publishedPolicyKinds, ...agreedPolicyKinds, 'charge-template']) {
      const question = { action: 'dynamodb:PutItem', resource: table, leadingKeys: [partitions.policy + kind] };
      if (await allowed(name, question)) written.push(kind);
    }
    const own: Readonly<Record<string, readonly string[]>> = {
      policies: [...publishedPolicyKinds, ...agreedPolicyKinds],
      templates: ['charge-template'],
    };
    expect(written).toEqual(own[name] ?? []);
  });
});

describe('a secret', () => {
  it.each(functionNames)('is read and made by those alone who sign or check with it: %s', async (name) => {
    const may: string[] = [];
    for (const secret of ['feedback', 'payout-webhook']) {
      for (const [verb, action] of [
        ['reads', 'dynamodb:GetItem'],
        ['makes', 'dynamodb:PutItem'],
      ] as const) {
        const question = { action, resource: table, leadingKeys: [partitions.secret + secret] };
        if (await allowed(name, question)) may.push(`${verb} ${secret}`);
      }
    }
    const own: Readonly<Record<string, readonly string[]>> = {
      feedback: ['reads feedback'],
      'request-events': ['reads feedback', 'makes feedback'],
      'payout-results': ['reads payout-webhook'],
      policies: ['reads payout-webhook', 'makes payout-webhook'],
    };
    expect(may).toEqual(own[name] ?? []);
  });
});

describe('an index', () => {
  it.each(Object.entries(functionIndexes))('is queried by %s only if it is one of %j', async (name, indexNames) => {
    const readable: string[] = [];
    for (const index of ['GSI1', 'GSI2', 'GSI3']) {
      if (await allowed(name, { action: 'dynamodb:Query', resource: `${table}/index/${index}` })) {
        readable.push(index);
      }
    }
    expect(readable).toEqual(indexNames);
  });
});

describe('beside the table', () => {
  const identity = `arn:aws:ses:ap-southeast-1:${accountId}:identity/billing@feeledger.example`;
  const questions: Readonly<Record<string, Question>> = {
    'start a workflow': { action: 'states:StartExecution', resource: machine },
    'see how an import stands': { action: 'states:DescribeExecution', resource: importExecution },
    'start an import': { action: 'states:StartExecution', resource: importMachine },
    'upload imports': { action: 's3:PutObject', resource: importFile('uploads') },
    'read uploaded imports': { action: 's3:GetObject', resource: importFile('uploads') },
    'read the work of imports': { action: 's3:GetObject', resource: importFile('work') },
    'write the work of imports': { action: 's3:PutObject', resource: importFile('work') },
    'see how a workflow stands': { action: 'states:DescribeExecution', resource: execution },
    'stop a workflow': { action: 'states:StopExecution', resource: '*' },
    'report success': { action: 'states:SendTaskSuccess', resource: '*' },
    'report failure': { action: 'states:SendTaskFailure', resource: '*' },
    'send mail': {
      action: 'ses:SendEmail',
      resource: identity,
      context: { 'ses:FromAddress': 'billing@feeledger.example' },
    },
    'send files by mail': {
      action: 'ses:SendRawEmail',
      resource: identity,
      context: { 'ses:FromAddress': 'billing@feeledger.example' },
    },
    'send files by mail as somebody else': {
      action: 'ses:SendRawEmail',
      resource: identity,
      context: { 'ses:FromAddress': 'ceo@feeledger.example' },
    },
    'send mail as somebody else': {
      action: 'ses:SendEmail',
      resource: identity,
      context: { 'ses:FromAddress': 'ceo@feeledger.example' },
    },
    'send a short message': { action: 'sns:Publish', resource: '*' },
    'publish to a topic': { action: 'sns:Publish', resource: `arn:aws:sns:ap-southeast-1:${accountId}:alarms` },
    'add to the audit trail': { action: 's3:PutObject', resource: auditObject },
    'read the audit trail': { action: 's3:GetObject', resource: auditObject },
    'delete from the audit trail': { action: 's3:DeleteObject', resource: auditObject },
    'lift the lock of the audit trail': { action: 's3:BypassGovernanceRetention', resource: auditObject },
    'read vouchers': { action: 's3:GetObject', resource: voucherObject },
    'add vouchers': { action: 's3:PutObject', resource: voucherObject },
    'read refund vouchers': { action: 's3:GetObject', resource: refundVoucherObject },
    'keep refund vouchers': { action: 's3:PutObject', resource: refundVoucherObject },
    'delete refund vouchers': { action: 's3:DeleteObject', resource: refundVoucherObject },
    'delete vouchers': { action: 's3:DeleteObject', resource: voucherObject },
    'list vouchers': { action: 's3:ListBucket', resource: arnOf('AWS::S3::Bucket', 'Vouchers') },
  };

  it.each([
    ['customers', []],
    ['deposits', []],
    ['charges', []],
    ['refunds', []],
    ['approvals', []],
    ['users', []],
    ['policies', []],
    ['templates', []],
    ['arrivals', []],
    ['reports', []],
    ['vouchers', ['read vouchers', 'add vouchers', 'read refund vouchers']],
    ['voucher-check', ['read vouchers']],
    ['corrections', []],
    ['aftercare', []],
    ['feedback', []],
    ['payout-results', []],
    ['payout-step', ['report success', 'send mail']],
    ['refund-voucher', ['send files by mail', 'keep refund vouchers']],
    ['daily-follow-ups', ['send mail', 'send a short message']],
    ['control', []],
    ['nightly-control', ['send mail']],
    ['imports', ['upload imports', 'read the work of imports']],
    ['import-step', ['read uploaded imports', 'read the work of imports', 'write the work of imports']],
    ['import-arrival', ['start an import']],
    ['documentation', []],
    ['approval-step', ['report success', 'send mail']],
    ['request-events', ['start a workflow', 'start an import', 'report success', 'send mail', 'send a short message']],
    ['audit-archive', ['add to the audit trail']],
    [
      'deadline-sweep',
      [
        'start a workflow',
        'see how an import stands',
        'start an import',
        'see how a workflow stands',
        'report success',
        'send mail',
      ],
    ],
  ])('%s may do exactly this: %j', async (name, abilities) => {
    const able: string[] = [];
    for (const [ability, question] of Object.entries(questions)) {
      if (await allowed(name, question)) {
        able.push(ability);
      }
    }
    expect(able).toEqual(abilities);
  });
});
