import type { Construct } from 'constructs';
import { CapabilityFunction, type CommonFunctionProps } from '../constructs/capability-function.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import type { OutgoingMail } from '../constructs/outgoing-mail.ts';
import { grantSendTexts } from '../constructs/outgoing-texts.ts';
import { SweepSchedule } from '../constructs/sweep-schedule.ts';
import { type ApprovalWorkflow, grantReportOutcome } from '../workflows/approval-workflow.ts';
import { timeouts } from './timeouts.ts';

/** Every five minutes: deadlines. */
export function addDeadlineSweep(
  scope: Construct,
  common: CommonFunctionProps,
  mail: OutgoingMail,
  workflow: ApprovalWorkflow,
) {
  const { ledger } = common;
  const deadLetters = new DeadLetterQueue(scope, 'SweepDeadLetters');
  const target = new CapabilityFunction(scope, 'deadline-sweep', {
    ...common,
    description: 'Reminds of what is due, hands on what is overdue, and finds what a lost event left behind',
    timeoutSeconds: timeouts.sweep,
    deadLetterQueue: deadLetters,
  });
  // Inboxes; refunds by month, after a restart.
  ledger.grantBrowse(target, 'GSI1', 'GSI2');
  ledger.grantRead(target, 'request', 'policy', 'member', 'delegation', 'user', 'customer', 'notice');
  // It hands stages on that nobody decides, reminds of them, and ends refunds whose time is up, which frees their money.
  ledger.grantWriteRequests(target);
  ledger.grantReleaseMoney(target);
  ledger.grantRememberNotices(target);
  mail.grantSend(target);
  workflow.grantStart(target);
  workflow.grantLookAfter(target);
  grantReportOutcome(target);
  new SweepSchedule(scope, 'SweepSchedule', {
    target,
    deadLetters,
    expression: 'rate(5 minutes)',
    retrySeconds: 300,
    description: 'Deadlines, and steps that never happened',
  });
  return { target, deadLetters };
}

/** Every morning: what is due and not paid, and balances that are low. */
export function addDailyFollowUps(scope: Construct, common: CommonFunctionProps, mail: OutgoingMail) {
  const { ledger, settings } = common;
  const deadLetters = new DeadLetterQueue(scope, 'FollowUpDeadLetters');
  const target = new CapabilityFunction(scope, 'daily-follow-ups', {
    ...common,
    description: 'Makes follow-up tasks for what is due and not paid, and tells of low balances',
    // A level raised for many is told to all of them on one morning.
    timeoutSeconds: timeouts.night,
    deadLetterQueue: deadLetters,
  });
  ledger.grantBrowse(target, 'GSI3');
  ledger.grantRead(target, 'request', 'user', 'member', 'customer', 'policy', 'alert', 'notice');
  ledger.grantWriteRequests(target);
  ledger.grantRememberNotices(target);
  mail.grantSend(target);
  grantSendTexts(target);
  new SweepSchedule(scope, 'FollowUpSchedule', {
    target,
    deadLetters,
    expression: 'cron(30 8 * * ? *)',
    timezone: settings.businessZone,
    retrySeconds: 3_600,
    description: 'Follow-up tasks, every morning before work begins',
  });
  return { target, deadLetters };
}

/** Every night: holds all books against the journal; it may read everything and write what it found. */
export function addNightlyControl(scope: Construct, common: CommonFunctionProps, mail: OutgoingMail) {
  const { ledger, settings } = common;
  const deadLetters = new DeadLetterQueue(scope, 'NightlyControlDeadLetters');
  const target = new CapabilityFunction(scope, 'nightly-control', {
    ...common,
    description: 'Every night: recomputes all balances from the journal and keeps what does not agree',
    timeoutSeconds: timeouts.night,
    // Computing time comes with memory.
    memoryMegabytes: 1024,
    deadLetterQueue: deadLetters,
  });
  ledger.grantReadEverything(target);
  ledger.grantRead(target, 'customer', 'entry', 'request', 'policy', 'user', 'member', 'notice');
  ledger.grantRead(target, 'alert', 'finding', 'reconciliation');
  ledger.grantBrowse(target, 'GSI3');
  ledger.grantKeepFindings(target);
  ledger.grantKeepAlerts(target);
  ledger.grantRememberNotices(target);
  mail.grantSend(target);
  new SweepSchedule(scope, 'NightlyControlSchedule', {
    target,
    deadLetters,
    expression: 'cron(30 2 * * ? *)',
    timezone: settings.businessZone,
    retrySeconds: 3_600,
    description: 'Internal control, every night',
  });
  return { target, deadLetters };
}
