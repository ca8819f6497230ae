import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BackupPlan, BackupPlanRule, BackupResource, BackupVault } from 'aws-cdk-lib/aws-backup';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { LedgerTable } from './ledger-table.ts';

export interface LedgerBackupProps {
  readonly ledger: LedgerTable;
}

/** Daily copies for five weeks and monthly ones for ten years, in a vault that outlives the stack. */
export class LedgerBackup extends Construct {
  constructor(scope: Construct, id: string, { ledger }: LedgerBackupProps) {
    super(scope, id);
    const vault = new BackupVault(this, 'Vault', { removalPolicy: RemovalPolicy.RETAIN });
    const plan = new BackupPlan(this, 'Plan', { backupVault: vault });
    plan.addRule(
      new BackupPlanRule({
        ruleName: 'Daily',
        // 18:00 UTC is two in the morning in Shanghai, after the business day was closed.
        scheduleExpression: Schedule.cron({ hour: '18', minute: '0' }),
        deleteAfter: Duration.days(35),
      }),
    );
    plan.addRule(
      new BackupPlanRule({
        ruleName: 'Monthly',
        scheduleExpression: Schedule.cron({ day: '1', hour: '20', minute: '0' }),
        moveToColdStorageAfter: Duration.days(30),
        deleteAfter: Duration.days(3653),
      }),
    );
    plan.addSelection('Ledger', { resources: [BackupResource.fromDynamoDbTable(ledger.table)] });
  }
}
