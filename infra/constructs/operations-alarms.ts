import { Duration } from 'aws-cdk-lib';
import type { HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { Alarm, type IAlarmAction, type IMetric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { StageSettings } from '../stages.ts';
import type { CapabilityFunction } from './capability-function.ts';

export interface OperationsAlarmsProps {
  readonly settings: StageSettings;
  readonly functions: readonly CapabilityFunction[];
  /** Functions that read the table's stream: being late is a fault too. */
  readonly streamConsumers: readonly CapabilityFunction[];
  readonly deadLetters: Readonly<Record<string, IQueue>>;
  readonly workflow: StateMachine;
  readonly importWorkflow: StateMachine;
  readonly apiStage: HttpStage;
}

interface Rule {
  readonly id: string;
  readonly description: string;
  readonly metric: IMetric;
  /** The alarm rises when the metric is above this. */
  readonly above: number;
  readonly periods?: number;
}

const period = Duration.minutes(5);

/** Wakes somebody when work fails, is refused by AWS, is set aside or comes late. */
export class OperationsAlarms extends Construct {
  private readonly action: IAlarmAction | undefined;

  constructor(scope: Construct, id: string, props: OperationsAlarmsProps) {
    super(scope, id);
    this.action = this.mailTo(props.settings.alarmEmail);
    for (const rule of rulesOf(props)) {
      this.addAlarm(rule);
    }
  }

  private addAlarm({ id, description, metric, above, periods }: Rule): void {
    const alarm = new Alarm(this, id, {
      alarmDescription: description,
      metric,
      threshold: above + 1,
      evaluationPeriods: periods ?? 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    if (this.action !== undefined) {
      alarm.addAlarmAction(this.action);
    }
  }

  private mailTo(address: string | undefined): IAlarmAction | undefined {
    if (address === undefined) {
      return undefined;
    }
    const topic = new Topic(this, 'Topic', { enforceSSL: true });
    topic.addSubscription(new EmailSubscription(address));
    return new SnsAction(topic);
  }
}

function rulesOf(props: OperationsAlarmsProps): Rule[] {
  const sum = { period, statistic: Stats.SUM };
  return [
    ...props.functions.flatMap(({ node, lambda }) => [
      {
        id: `${node.id}-errors`,
        description: `${node.id} failed or timed out.`,
        metric: lambda.metricErrors(sum),
        above: 0,
      },
      {
        id: `${node.id}-throttles`,
        description: `${node.id} was throttled: the concurrency of the account or function is used up.`,
        metric: lambda.metricThrottles(sum),
        above: 0,
      },
    ]),
    ...props.streamConsumers.map(({ node, lambda }) => ({
      id: `${node.id}-iterator-age`,
      description: `${node.id} reads the stream of the table more than five minutes late.`,
      metric: lambda.metric('IteratorAge', { period, statistic: Stats.MAXIMUM }),
      above: Duration.minutes(5).toMilliseconds(),
      periods: 2,
    })),
    ...Object.entries(props.deadLetters).map(([name, queue]) => ({
      id: `${name}-dead-letters`,
      description: `${name} gave up on something; see docs/operations.md for how to look at it and send it again.`,
      metric: queue.metricApproximateNumberOfMessagesVisible({ period, statistic: Stats.MAXIMUM }),
      above: 0,
    })),
    {
      id: 'workflow-failed',
      description: 'An approval workflow ended in an error; the sweep starts it again, but the cause stays.',
      metric: props.workflow.metricFailed(sum),
      above: 0,
    },
    {
      id: 'import-failed',
      description: 'An import ended in an error; its clerk can start it or send it again, but the cause stays.',
      metric: props.importWorkflow.metricFailed(sum),
      above: 0,
    },
    {
      id: 'import-timed-out',
      description: 'An import took too long or was given up by Step Functions; the sweep starts it again.',
      metric: props.importWorkflow.metricTimedOut(sum),
      above: 0,
    },
    {
      id: 'api-server-errors',
      description: 'The API answered 5xx.',
      metric: props.apiStage.metricServerError(sum),
      above: 0,
    },
  ];
}
