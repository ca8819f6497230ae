import type { TaskWire } from '../contracts/aftercare.ts';
import { toWire } from '../model/money.ts';
import type { Task } from '../model/task.ts';

/** A task as the API shows it. */
export function taskToWire({ name, amount, log, ...task }: Task): TaskWire {
  return {
    ...task,
    task: name,
    amount: toWire(amount),
    log: log.map(({ keyPrint: _, bodyPrint: __, ...step }) => step),
  };
}
