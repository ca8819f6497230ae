import { describe, expect, it } from 'vitest';
import { partitions } from '../../shared/table/names.ts';
import { policySimulator, type Question, simulate } from './policy-simulation.ts';
import { accountId, resolveIntrinsics } from './resolve-intrinsics.ts';
import { onlyResourceOf, prodChoices, synthesize } from './synth.ts';

const dev = synthesize('dev');
const { ask, arnOf, functionNames } = policySimulator(dev);
const table = arnOf('AWS::DynamoDB::Table');
const machine = arnOf('AWS::StepFunctions::StateMachine');
const execution = `${machine.replace(':stateMachine:', ':execution:')}:chg_x2d7k4m5n6p7q2r3s4t5u6v7w2-r1`;
const auditObject = `${arnOf('AWS::S3::Bucket', 'Audit')}/2026/11/22/x.jsonl`;
const voucherObject = `${arnOf('AWS::S3::Bucket', 'Vouchers')}/x.pdf`;

/**
 * Which items a function may touch, by the letter of their partition key:
 * C customer, E entry, R request, U user, M role member, P policy, N mail note, S search token, K number guard.
 */
const itemAccess: Readonly<Record<string, Readonly<Record<'get' | 'put' | 'update' | 'delete', string>>>> = {
  customers: { get: 'CESU', put: 'CKS', update: '', delete: 'KS' },
  charges: { get: 'CEPRU', put: 'CER', update: '', delete: '' },
  approvals: { get: 'CEPRU', put: 'CER', update: '', delete: '' },
  users: { get: 'U', put: '', update: '', delete: '' },
  policies: { get: 'P', put: '', update: '', delete: '' },
  documentation: { get: '', put: '', update: '', delete: '' },
  'approval-step': { get: 'CMRU', put: '', update: 'R', delete: '' },
  'request-events': { get: 'CENRU', put: 'N', update: '', delete: '' },
  'audit-archive': { get: '', put: '', update: '', delete: '' },
  'deadline-sweep': { get: 'R', put: '', update: '', delete: '' },
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
    for (const action of ['Scan', 'PartiQLSelect', 'UpdateTable', 'DeleteTable', 'UpdateTimeToLive']) {
      expect(await allowed(name, { action: `dynamodb:${action}`, resource: table }), action).toBe(false);
    }
  });
});

describe('the journal', () => {
  const entry = keyOf(partitions.entry);
  const posting = ['charges', 'approvals'];

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

describe('an index', () => {
  it.each([
    ['customers', []],
    ['charges', ['GSI2', 'GSI3']],
    ['approvals', ['GSI1']],
    ['users', []],
    ['policies', []],
    ['documentation', []],
    ['approval-step', []],
    ['request-events', []],
    ['audit-archive', []],
    ['deadline-sweep', ['GSI1']],
  ])('is queried by %s only if it is one of %j', async (name, indexNames) => {
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
    'see how a workflow stands': { action: 'states:DescribeExecution', resource: execution },
    'stop a workflow': { action: 'states:StopExecution', resource: '*' },
    'report success': { action: 'states:SendTaskSuccess', resource: '*' },
    'report failure': { action: 'states:SendTaskFailure', resource: '*' },
    'send mail': {
      action: 'ses:SendEmail',
      resource: identity,
      context: { 'ses:FromAddress': 'billing@feeledger.example' },
    },
    'send mail as somebody else': {
      action: 'ses:SendEmail',
      resource: identity,
      context: { 'ses:FromAddress': 'ceo@feeledger.example' },
    },
    'add to the audit trail': { action: 's3:PutObject', resource: auditObject },
    'read the audit trail': { action: 's3:GetObject', resource: auditObject },
    'delete from the audit trail': { action: 's3:DeleteObject', resource: auditObject },
    'lift the lock of the audit trail': { action: 's3:BypassGovernanceRetention', resource: auditObject },
    'read vouchers': { action: 's3:GetObject', resource: voucherObject },
  };

  it.each([
    ['customers', []],
    ['charges', []],
    ['approvals', []],
    ['users', []],
    ['policies', []],
    ['documentation', []],
    ['approval-step', ['report success', 'send mail']],
    ['request-events', ['start a workflow', 'report success', 'send mail']],
    ['audit-archive', ['add to the audit trail']],
    ['deadline-sweep', ['start a workflow', 'see how a workflow stands', 'report success']],
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
