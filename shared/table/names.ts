/**
 * The one table's physical shape, read by CDK, by the tests' DynamoDB Local and by the code that queries it.
 * Three overloaded, sparse indexes with few projected attributes (docs/data-model.md).
 */
export const keyAttributes = { pk: 'pk', sk: 'sk' } as const;
export const ttlAttribute = 'expiresAt';

export const indexes = {
  /** Inbox of a role by due time, only while something waits. */
  GSI1: { pk: 'g1pk', sk: 'g1sk', include: ['kind', 'cust', 'amt', 'ccy', 'maker', 'stage', 'rev', 'at', 'tog'] },
  /**
   * Entries by business day; requests by month, with what a search narrows by and a decision never changes, and what
   * tells that somebody splits one refund into several (H5): customer, amount, and the print of the account.
   */
  GSI2: { pk: 'g2pk', sk: 'g2sk', include: ['kind', 'type', 'rc', 'maker', 'cust', 'amt', 'ccy', 'acct'] },
  /** Requests of a customer; open receivables by due date; low balances. */
  GSI3: { pk: 'g3pk', sk: 'g3sk', include: ['kind', 'amt', 'ccy', 'due'] },
} as const;

export type IndexName = keyof typeof indexes;

/** First letters of every partition key; the IAM conditions of the stacks are written with these. */
export const partitions = {
  customer: 'C#',
  entry: 'E#',
  request: 'R#',
  user: 'U#',
  member: 'M#',
  policy: 'P#',
  notice: 'N#',
  searchToken: 'S#',
  uniqueNumber: 'K#',
  delegation: 'A#',
  secret: 'X#',
  import: 'I#',
  finding: 'F#',
  /** Low balances lie apart from the heads, so that whoever writes them can touch no money. */
  alert: 'W#',
  reconciliation: 'B#',
  period: 'L#',
} as const;

/** Policies an admin publishes through the API, by the name in their partition key; IAM lets through these alone. */
export const publishedPolicyKinds = ['autofill', 'calendar', 'arrival', 'voucher'] as const;
export type PublishedPolicyKind = (typeof publishedPolicyKinds)[number];

/** Charge templates lie beside the policies. */
export const templatePartition = `${partitions.policy}charge-template`;
