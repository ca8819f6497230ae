import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { importPrefixes } from '../../shared/model/import.ts';
import { ArrivalRule } from '../constructs/arrival-rule.ts';
import { CapabilityFunction, type CommonFunctionProps } from '../constructs/capability-function.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import type { PrivateBucket } from '../constructs/private-bucket.ts';
import type { ImportWorkflow } from '../workflows/import-workflow.ts';
import { timeouts } from './timeouts.ts';

/** First letters of every key of a voucher file, as shared/vouchers/voucher-store.ts makes them. */
const voucherPrefix = 'vouchers/';

/** Who may do what with voucher files: the API signs for them, the check reads them. Nobody deletes one. */
export function addVoucherCheck(
  scope: Construct,
  common: CommonFunctionProps,
  bucket: PrivateBucket,
  signing: CapabilityFunction,
) {
  const objects = bucket.arnForObjects(`${voucherPrefix}*`);
  // A signed form or link can do what its signer may do, and only until the signer's own permission ends.
  signing.allow(new PolicyStatement({ actions: ['s3:PutObject', 's3:GetObject'], resources: [objects] }));
  signing.tell('VOUCHER_BUCKET', bucket.bucketName);
  const deadLetters = new DeadLetterQueue(scope, 'VoucherCheckDeadLetters');
  const target = new CapabilityFunction(scope, 'voucher-check', {
    ...common,
    description: 'Checks a voucher file after it arrived',
    timeoutSeconds: timeouts.sweep,
    // A picture of fifty million pixels takes this much while it is decoded.
    memoryMegabytes: 3008,
    deadLetterQueue: deadLetters,
  });
  target.allow(new PolicyStatement({ actions: ['s3:GetObject'], resources: [objects] }));
  target.tell('VOUCHER_BUCKET', bucket.bucketName);
  common.ledger.grantRead(target, 'request');
  common.ledger.grantKeepVouchers(target);
  new ArrivalRule(scope, 'VoucherArrival', {
    bucket,
    keyPrefix: voucherPrefix,
    target,
    deadLetters,
    description: 'A voucher file arrived',
  });
  return { target, deadLetters };
}

/** Starts the workflow for a file of charges that arrived; it is the workflow's step that reads it. */
export function addImportArrival(
  scope: Construct,
  common: CommonFunctionProps,
  bucket: PrivateBucket,
  workflow: ImportWorkflow,
) {
  const deadLetters = new DeadLetterQueue(scope, 'ImportArrivalDeadLetters');
  const target = new CapabilityFunction(scope, 'import-arrival', {
    ...common,
    description: 'Starts the check of a file of charges that arrived',
    timeoutSeconds: timeouts.step,
    deadLetterQueue: deadLetters,
  });
  common.ledger.grantRead(target, 'import');
  common.ledger.grantKeepImports(target);
  workflow.grantStart(target);
  new ArrivalRule(scope, 'ImportArrival', {
    bucket,
    keyPrefix: importPrefixes.uploads,
    target,
    deadLetters,
    description: 'A file of charges arrived',
  });
  return { target, deadLetters };
}
