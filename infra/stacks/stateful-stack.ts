import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpMethods, ObjectLockRetention, StorageClass } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { LedgerBackup } from '../constructs/ledger-backup.ts';
import { LedgerTable } from '../constructs/ledger-table.ts';
import { PrivateBucket } from '../constructs/private-bucket.ts';
import { UserDirectory } from '../constructs/user-directory.ts';
import type { AuditRetention, StageSettings } from '../stages.ts';

export interface StatefulStackProps extends StackProps {
  readonly settings: StageSettings;
}

/** What must survive every deployment: the ledger, the vouchers, the audit trail and the users. */
export class StatefulStack extends Stack {
  readonly ledger: LedgerTable;
  readonly users: UserDirectory;
  readonly vouchers: PrivateBucket;
  readonly audit: PrivateBucket;

  constructor(scope: Construct, id: string, { settings, ...props }: StatefulStackProps) {
    super(scope, id, props);
    this.ledger = new LedgerTable(this, 'Ledger', { settings });
    this.users = new UserDirectory(this, 'Users', { settings });
    const accessLogs = new PrivateBucket(this, 'AccessLogs', {
      settings,
      lifecycleRules: [{ expiration: Duration.days(settings.logRetentionDays) }],
    });
    this.vouchers = this.addVouchers(settings, accessLogs);
    this.audit = this.addAudit(settings, accessLogs);
    if (settings.backupPlan) {
      new LedgerBackup(this, 'Backup', { ledger: this.ledger });
    }
    new CfnOutput(this, 'TableName', { value: this.ledger.table.tableName });
    new CfnOutput(this, 'VoucherBucketName', { value: this.vouchers.bucketName });
    new CfnOutput(this, 'AuditBucketName', { value: this.audit.bucketName });
    new CfnOutput(this, 'AccessLogBucketName', { value: accessLogs.bucketName });
    new CfnOutput(this, 'UserPoolId', { value: this.users.pool.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: this.users.client.userPoolClientId });
  }

  /** Scans of contracts and notices, uploaded by browsers with a link that the API hands out. */
  private addVouchers(settings: StageSettings, accessLogs: PrivateBucket): PrivateBucket {
    return new PrivateBucket(this, 'Vouchers', {
      settings,
      accessLogs,
      serverAccessLogsPrefix: 'vouchers/',
      tellsEventBus: true,
      versioned: true,
      lifecycleRules: [
        { id: 'unfinished-uploads', abortIncompleteMultipartUploadAfter: Duration.days(7) },
        // What was entered stays in the ledger; its table may go once the year it was entered in is closed.
        { id: 'imported-tables', prefix: 'imports/', expiration: Duration.days(400) },
        { id: 'replaced-versions', noncurrentVersionExpiration: Duration.days(90) },
        {
          id: 'rarely-read',
          transitions: [{ storageClass: StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(90) }],
        },
      ],
      cors: settings.allowedOrigins.map((origin) => ({
        allowedOrigins: [origin],
        allowedMethods: [HttpMethods.GET, HttpMethods.POST],
        allowedHeaders: ['content-type'],
        maxAge: 3600,
      })),
    });
  }

  /** Before and after of every change, in objects that cannot be overwritten or deleted until their time is over. */
  private addAudit(settings: StageSettings, accessLogs: PrivateBucket): PrivateBucket {
    return new PrivateBucket(this, 'Audit', {
      settings,
      accessLogs,
      serverAccessLogsPrefix: 'audit/',
      versioned: true,
      objectLockDefaultRetention: retentionOf(settings.auditRetention),
    });
  }
}

function retentionOf({ mode, days }: AuditRetention): ObjectLockRetention {
  const duration = Duration.days(days);
  return mode === 'compliance' ? ObjectLockRetention.compliance(duration) : ObjectLockRetention.governance(duration);
}
