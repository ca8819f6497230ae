import { StateMachine } from 'aws-local-stepfunctions';
import { resolveIntrinsics } from '../test/infra/resolve-intrinsics.ts';
import { resourceNamed, synthesize } from '../test/infra/synth.ts';
import { atMost, type Figure } from './figure.ts';

/** Runs the workflow of the synthesized template with a given answer to each wait; counts the states it enters. */
export async function transitionFigures(): Promise<Figure[]> {
  const two = await transitions(['next-stage', 'posted']);
  const three = await transitions(['next-stage', 'next-stage', 'posted']);
  return [
    atMost('workflow transitions: two-stage charge', two, 5),
    atMost('workflow transitions: three-stage charge', three, 7),
  ];
}

async function transitions(outcomes: readonly string[]): Promise<number> {
  const machine = new StateMachine(definition() as never, {
    validationOptions: { checkArn: false, checkPaths: false },
  });
  const answers = [...outcomes];
  const execution = machine.run(
    { requestId: 'chg_bench', revision: 1 },
    {
      context: { Task: { Token: 'token' } },
      overrides: {
        taskResourceLocalHandlers: { 'Wait for a decision': async () => ({ outcome: answers.shift() ?? 'rejected' }) },
      },
    },
  );
  let entered = 0;
  for await (const event of execution.eventLogs) {
    if (event.type === 'StateEntered') entered += 1;
  }
  await execution.result;
  return entered;
}

function definition(): Definition {
  const dev = synthesize('dev');
  const machine = resourceNamed(dev.statelessJson, 'AWS::StepFunctions::StateMachine', 'ApprovalWorkflow');
  const parsed = JSON.parse(resolveIntrinsics(machine.Properties.DefinitionString, dev) as string) as Definition;
  // The library takes its own time-out for the task's; the answers here come at once.
  delete parsed.States['Wait for a decision']?.TimeoutSeconds;
  return parsed;
}

interface Definition {
  readonly States: Record<string, Record<string, unknown>>;
}
