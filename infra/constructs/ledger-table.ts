import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { agreedPolicyKinds } from '../../shared/model/agreed-policy.ts';
import {
  type IndexName,
  indexes,
  keyAttributes,
  partitions,
  publishedPolicyKinds,
  templatePartition,
  ttlAttribute,
} from '../../shared/table/names.ts';
import type { StageSettings } from '../stages.ts';
import type { CapabilityFunction } from './capability-function.ts';

/** What an item is, told by the first letters of its partition key. */
export type ItemKind = Exclude<keyof typeof partitions, 'secret'>;

/** What signs the links customers are sent, and what a payment provider signs with. */
type SecretName = 'feedback' | 'payout-webhook';

const readActions = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:ConditionCheckItem'];

/** Writes that do not name one item in one known way. Nothing in FeeLedger needs them, so nobody gets around a condition with them. */
const bulkWrites = [
  'dynamodb:BatchWriteItem',
  'dynamodb:PartiQLInsert',
  'dynamodb:PartiQLUpdate',
  'dynamodb:PartiQLDelete',
];

export interface LedgerTableProps {
  readonly settings: StageSettings;
}

/**
 * The one table, and the verbs with which functions get their share of it.
 *
 * Every grant names the kinds of items by the prefix of their partition key (`dynamodb:LeadingKeys`). A transaction is
 * authorised by its parts, each with its own keys, so the same conditions hold inside `TransactWriteItems`.
 */
export class LedgerTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, { settings }: LedgerTableProps) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: { name: keyAttributes.pk, type: AttributeType.STRING },
      sortKey: { name: keyAttributes.sk, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: ttlAttribute,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: settings.deletionProtection,
      removalPolicy: settings.keepDataOnRemoval ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...(settings.journalGuardOnTable ? { resourcePolicy: journalGuard() } : {}),
    });
    for (const [indexName, index] of Object.entries(indexes)) {
      this.table.addGlobalSecondaryIndex({
        indexName,
        partitionKey: { name: index.pk, type: AttributeType.STRING },
        sortKey: { name: index.sk, type: AttributeType.STRING },
        projectionType: ProjectionType.INCLUDE,
        nonKeyAttributes: [...index.include],
      });
    }
  }

  /** Reads items of these kinds by key. */
  grantRead(fn: CapabilityFunction, ...kinds: readonly ItemKind[]): void {
    this.allowItems(fn, readActions, kinds);
  }

  /** Lists what these indexes show. They hold keys, amounts and states, never personal data, so no key condition is needed. */
  grantBrowse(fn: CapabilityFunction, ...names: readonly IndexName[]): void {
    fn.allow(
      new PolicyStatement({
        actions: ['dynamodb:Query'],
        resources: names.map((name) => `${this.table.tableArn}/index/${name}`),
      }),
    );
    fn.tell('LEDGER_TABLE', this.table.tableName);
  }

  /** Creates and changes customers, what they are found by, and the guard that keeps their numbers unique. */
  grantWriteCustomers(fn: CapabilityFunction): void {
    this.allowItems(fn, ['dynamodb:PutItem'], ['customer', 'searchToken', 'uniqueNumber']);
    this.allowItems(fn, ['dynamodb:DeleteItem'], ['searchToken', 'uniqueNumber']);
  }

  /** Submits requests and moves them on; they are never deleted. */
  grantWriteRequests(fn: CapabilityFunction): void {
    this.allowItems(fn, ['dynamodb:PutItem'], ['request']);
  }

  /** Keeps, beside a request, the token that its workflow waits with. */
  grantKeepTokens(fn: CapabilityFunction): void {
    this.allowItems(fn, ['dynamodb:UpdateItem'], ['request']);
  }

  /** Announces the files of a request, and writes what their check found: rows beside the request. */
  grantKeepVouchers(fn: CapabilityFunction): void {
    this.allowItems(fn, ['dynamodb:PutItem'], ['request']);
  }

  /** Posts: adds journal entries, moves the heads of customers and opens their receivables. */
  grantPost(fn: CapabilityFunction): void {
    this.allowItems(fn, ['dynamodb:PutItem'], ['entry', 'customer']);
  }

  /** Moves the heads of customers and posts nothing: money that was set apart becomes available again. */
  grantReleaseMoney(fn: CapabilityFunction): void {
    this.allowItems(fn, ['dynamodb:PutItem'], ['customer']);
  }

  /** Takes away what a customer no longer owes; who posts corrections needs it. */
  grantSettleReceivables(fn: CapabilityFunction): void {
    this.allowItems(fn, ['dynamodb:DeleteItem'], ['customer']);
  }

  /** Closes and reopens months. */
  grantKeepPeriods(fn: CapabilityFunction): void {
    this.allowItems(fn, ['dynamodb:PutItem'], ['period']);
  }

  /** Remembers that an event was told, so that it is not told again. */
  grantRememberNotices(fn: CapabilityFunction): void {
    this.allowItems(fn, ['dynamodb:PutItem'], ['notice']);
  }

  /** Hands over decisions while somebody is away, and takes them back. */
  grantKeepDelegations(fn: CapabilityFunction): void {
    this.allowItems(fn, ['dynamodb:PutItem', 'dynamodb:DeleteItem'], ['delegation']);
  }

  /** Reads one secret and no other: whoever signs links to customers is told no secret of the payment provider. */
  grantReadSecret(fn: CapabilityFunction, name: SecretName): void {
    this.allowKeys(fn, readActions, [partitions.secret + name]);
  }

  /** Makes a secret at the first need, or a new one in its place. */
  grantMakeSecret(fn: CapabilityFunction, name: SecretName): void {
    this.allowKeys(fn, ['dynamodb:PutItem'], [partitions.secret + name]);
  }

  /** Keeps how far the import of a file has come. */
  grantKeepImports(fn: CapabilityFunction): void {
    this.allowItems(fn, ['dynamodb:PutItem'], ['import']);
  }

  /** Publishes versions of these policies; those that two agree on are none of them. Versions are never changed or deleted. */
  grantPublishPolicies(fn: CapabilityFunction): void {
    this.allowKeys(
      fn,
      ['dynamodb:PutItem'],
      publishedPolicyKinds.map((kind) => partitions.policy + kind),
    );
  }

  /**
   * Proposes versions of the policies that two agree on, decides them, and keeps who has read them. That the two are two
   * stands in the condition of the write; nothing is ever deleted.
   */
  grantAgreeOnPolicies(fn: CapabilityFunction): void {
    this.allowKeys(
      fn,
      ['dynamodb:PutItem'],
      agreedPolicyKinds.map((kind) => partitions.policy + kind),
    );
  }

  /** Keeps charge templates, which lie beside the policies. */
  grantKeepTemplates(fn: CapabilityFunction): void {
    this.allowKeys(fn, ['dynamodb:PutItem'], [templatePartition]);
  }

  /** Keeps which balances are low. They lie apart from the heads, so this reaches no money. */
  grantKeepAlerts(fn: CapabilityFunction): void {
    this.allowItems(fn, ['dynamodb:PutItem'], ['alert']);
  }

  /** Keeps what internal control found, and how months were reconciled. */
  grantKeepFindings(fn: CapabilityFunction): void {
    this.allowItems(fn, ['dynamodb:PutItem'], ['finding', 'reconciliation']);
  }

  /** Reads the whole table from end to end: internal control alone. */
  grantReadEverything(fn: CapabilityFunction): void {
    fn.allow(new PolicyStatement({ actions: ['dynamodb:Scan'], resources: [this.table.tableArn] }));
  }

  /** Takes part in the table's stream. */
  grantFollow(fn: CapabilityFunction): void {
    fn.allow(
      new PolicyStatement({
        actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        resources: [this.streamArn],
      }),
    );
    // IAM knows no resource for ListStreams; it shows names only.
    fn.allow(new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] }));
  }

  /** Forbids to change or remove a journal entry, whatever else a function may be granted, now or later. */
  protectJournal(fn: CapabilityFunction): void {
    for (const statement of journalIsAppendOnly(this.table.tableArn)) {
      fn.allow(statement);
    }
  }

  get streamArn(): string {
    if (this.table.tableStreamArn === undefined) {
      throw new Error('The ledger table has a stream, but CDK gave it no ARN.');
    }
    return this.table.tableStreamArn;
  }

  private allowItems(fn: CapabilityFunction, actions: string[], kinds: readonly ItemKind[]): void {
    this.allowKeys(
      fn,
      actions,
      kinds.map((kind) => `${partitions[kind]}*`),
    );
  }

  private allowKeys(fn: CapabilityFunction, actions: string[], leadingKeys: readonly string[]): void {
    fn.allow(
      new PolicyStatement({
        actions,
        resources: [this.table.tableArn],
        conditions: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...leadingKeys] },
          // "For all values" also holds when there are none; a request that names no key is not ours.
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      }),
    );
    fn.tell('LEDGER_TABLE', this.table.tableName);
  }
}

function journalIsAppendOnly(tableArn: string): PolicyStatement[] {
  return [
    new PolicyStatement({
      effect: Effect.DENY,
      actions: ['dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
      resources: [tableArn],
      conditions: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': [`${partitions.entry}*`] } },
    }),
    new PolicyStatement({ effect: Effect.DENY, actions: bulkWrites, resources: [tableArn] }),
  ];
}

/** The same rule for every principal of the account, administrators too; a table policy cannot name its own table, hence `*`. */
function journalGuard(): PolicyDocument {
  const [changes] = journalIsAppendOnly('*');
  if (changes === undefined) {
    throw new Error('The journal guard has no statement.');
  }
  changes.addPrincipals(new AnyPrincipal());
  // With these, too, a request names the keys it touches.
  changes.addActions('dynamodb:BatchWriteItem', 'dynamodb:PartiQLDelete', 'dynamodb:PartiQLUpdate');
  return new PolicyDocument({ statements: [changes] });
}
