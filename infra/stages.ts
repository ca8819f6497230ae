/** How long an audit object cannot be changed: governance can be lifted by a privileged role, compliance by nobody. */
export interface AuditRetention {
  readonly mode: 'governance' | 'compliance';
  readonly days: number;
}

/** Everything that differs between one deployed copy of FeeLedger and another. */
export interface StageSettings {
  readonly stageName: StageName;
  /** X-Ray for functions and workflows. */
  readonly tracing: boolean;
  readonly logLevel: 'DEBUG' | 'INFO' | 'WARN';
  readonly logRetentionDays: 7 | 14 | 30 | 90 | 180 | 365;
  /** A second factor (TOTP) may or must be set up by every user. */
  readonly mfa: 'optional' | 'required';
  /** Receives the alarms; without it alarms only show in CloudWatch. */
  readonly alarmEmail?: string;
  /** CloudFormation refuses to delete the stacks. */
  readonly terminationProtection: boolean;
  /** DynamoDB and Cognito refuse to delete the table and the user pool. */
  readonly deletionProtection: boolean;
  /** Table, buckets, user pool and logs stay in the account when a stack is removed. */
  readonly keepDataOnRemoval: boolean;
  /** AWS Backup: daily and monthly copies of the ledger table, beside its point-in-time recovery. */
  readonly backupPlan: boolean;
  /** A policy on the table itself, which binds every principal of the account and not only our functions. */
  readonly journalGuardOnTable: boolean;
  readonly auditRetention: AuditRetention;
  /** Requests per second over the whole API, and the burst above it. */
  readonly throttling: { readonly ratePerSecond: number; readonly burst: number };
  /** Web origins that may call the API and upload vouchers from a browser. */
  readonly allowedOrigins: readonly string[];
  /** The address customers see, for example `billing@example.com`. */
  readonly mailSender: string;
  /** SES verifies the whole domain of the sender (DKIM records in its DNS) or only the one address. */
  readonly mailIdentity: 'address' | 'domain';
  /** IANA zone in which a business day begins and ends. */
  readonly businessZone: string;
}

export const stageNames = ['dev', 'prod'] as const;
export type StageName = (typeof stageNames)[number];

/** What a deployer may set from outside, see docs/deploy.md. */
export interface StageOverrides {
  readonly alarmEmail?: string;
  readonly mailSender?: string;
  readonly mailIdentity?: StageSettings['mailIdentity'];
  readonly allowedOrigins?: readonly string[];
}

/** Settings as they are before the deployer chose; prod has no sender, because nobody can guess it. */
type StagePreset = Omit<StageSettings, 'mailSender'> & Partial<Pick<StageSettings, 'mailSender'>>;

const stages: Record<StageName, StagePreset> = {
  dev: {
    stageName: 'dev',
    tracing: false,
    logLevel: 'DEBUG',
    logRetentionDays: 7,
    mfa: 'optional',
    terminationProtection: false,
    deletionProtection: false,
    keepDataOnRemoval: false,
    backupPlan: false,
    journalGuardOnTable: false,
    auditRetention: { mode: 'governance', days: 1 },
    throttling: { ratePerSecond: 200, burst: 400 },
    allowedOrigins: ['http://localhost:5173'],
    mailSender: 'billing@feeledger.example',
    mailIdentity: 'address',
    businessZone: 'Asia/Shanghai',
  },
  prod: {
    stageName: 'prod',
    tracing: true,
    logLevel: 'INFO',
    logRetentionDays: 365,
    mfa: 'required',
    terminationProtection: true,
    deletionProtection: true,
    keepDataOnRemoval: true,
    backupPlan: true,
    journalGuardOnTable: true,
    // Ledgers and vouchers are kept for thirty years in China (Measures for the Administration of Accounting Archives).
    auditRetention: { mode: 'compliance', days: 30 * 365 + 8 },
    throttling: { ratePerSecond: 500, burst: 1000 },
    allowedOrigins: [],
    mailIdentity: 'domain',
    businessZone: 'Asia/Shanghai',
  },
};

/**
 * Settings of the named stage with what the deployer chose.
 * @throws when the stage is unknown, or an address does not look like one, with a sentence that says what is allowed.
 */
export function stageSettings(stageName: string, overrides: StageOverrides = {}): StageSettings {
  const known = stageNames.find((name) => name === stageName);
  if (known === undefined) {
    throw new Error(`Unknown stage "${stageName}". Choose one of: ${stageNames.join(', ')}.`);
  }
  for (const [what, address] of [
    ['mailSender', overrides.mailSender],
    ['alarmEmail', overrides.alarmEmail],
  ] as const) {
    if (address !== undefined && !/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(address)) {
      throw new Error(`${what} must be a plain e-mail address such as billing@example.com, but is "${address}".`);
    }
  }
  const preset = stages[known];
  const mailSender = overrides.mailSender ?? preset.mailSender;
  if (mailSender === undefined) {
    throw new Error(`Stage ${known} needs the address it sends mail from: -c mailSender=billing@example.com.`);
  }
  return { ...preset, ...overrides, mailSender };
}
