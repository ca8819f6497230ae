import { readCharge } from '../../shared/charges/stored-charge.ts';
import type * as contracts from '../../shared/contracts/aftercare.ts';
import type { InputOf } from '../../shared/contracts/operation.ts';
import { closeDispute } from '../../shared/disputes/close-dispute.ts';
import { explainDispute } from '../../shared/disputes/explain-dispute.ts';
import { openDispute } from '../../shared/disputes/open-dispute.ts';
import { reopenDispute } from '../../shared/disputes/reopen-dispute.ts';
import { readDisputes } from '../../shared/disputes/stored-dispute.ts';
import type { Charge } from '../../shared/model/charge-request.ts';
import type { Dispute, DisputeOutcome } from '../../shared/model/dispute.ts';
import type { ChargeId, CustomerId, UserId } from '../../shared/model/ids.ts';
import type { Role } from '../../shared/model/role.ts';
import { completeTask } from '../../shared/tasks/complete-task.ts';
import { listTasks } from '../../shared/tasks/list-tasks.ts';
import { reassignTask } from '../../shared/tasks/reassign-task.ts';
import { putUser } from '../../shared/users/put-user.ts';
import { companyWithMail } from '../notices/mail-room.ts';

export interface Person {
  readonly actor: { readonly id: UserId; readonly roles: readonly Role[] };
}

type Input<K extends keyof typeof contracts> = InputOf<Extract<(typeof contracts)[K], { id: K }>>;

/** A company with a posted charge or two, and short ways to everything that happens after posting. */
export async function servedCompany(customerFields: object = {}) {
  const company = await companyWithMail(customerFields);
  const { context, input } = company;
  let keys = 0;
  const nextKey = (key?: string) => {
    keys += 1;
    return key ?? `after-${keys}`;
  };
  const dispute = (id: string, number: number) => ({ chargeId: id as ChargeId, number: String(number) });
  return {
    ...company,
    nextKey,
    charge: async (id: string) => (await readCharge(context.table, id as ChargeId)) as Charge,
    disputes: async (id: string): Promise<Dispute[]> => await readDisputes(context.table, id as ChargeId),
    /** Somebody who sees the account of one customer. */
    registerCustomer: async (id: string, customerId: string): Promise<Person> => {
      const actor = { id: id as UserId, roles: ['customer'] as const };
      const email = `${id}@customer.example`;
      const user = { id: actor.id, name: id, email, language: 'zh-CN' as const, roles: actor.roles, disabled: false };
      await putUser(context, { ...user, customerId: customerId as CustomerId });
      return { actor };
    },
    open: (who: Person, id: string, key?: string, text = '没有升级过席位') =>
      openDispute(
        context,
        who,
        input<typeof contracts.openDispute>({
          params: { chargeId: id as ChargeId },
          body: { text, wants: 'explanation' },
          idempotencyKey: nextKey(key),
        }),
      ),
    explain: (who: Person, id: string, number = 1, key?: string) =>
      explainDispute(
        context,
        who,
        input<typeof contracts.explainDispute>({
          params: dispute(id, number),
          body: { text: '按合同附件二计算' },
          idempotencyKey: nextKey(key),
        }),
      ),
    reopen: (who: Person, id: string, number = 1, key?: string) =>
      reopenDispute(
        context,
        who,
        input<typeof contracts.reopenDispute>({
          params: dispute(id, number),
          body: { text: '附件二没有签字' },
          idempotencyKey: nextKey(key),
        }),
      ),
    close: (who: Person, id: string, outcome: DisputeOutcome, number = 1, key?: string) =>
      closeDispute(
        context,
        who,
        input<typeof contracts.closeDispute>({
          params: dispute(id, number),
          body: { outcome, note: '已与客户核对' },
          idempotencyKey: nextKey(key),
        }),
      ),
    tasks: async (who: Person, owner?: string) =>
      (
        await listTasks(
          context,
          who,
          input<typeof contracts.listTasks>({
            query: { limit: 50, ...(owner === undefined ? {} : { owner: owner as UserId }) },
          }),
        )
      ).body.items,
    complete: (who: Person, id: string, task: string, body: Input<'completeTask'>['body'], key?: string) =>
      completeTask(
        context,
        who,
        input<typeof contracts.completeTask>({
          params: { requestId: id as ChargeId, task },
          body,
          idempotencyKey: nextKey(key),
        }),
      ),
    reassign: (who: Person, id: string, task: string, owner: string, key?: string) =>
      reassignTask(
        context,
        who,
        input<typeof contracts.reassignTask>({
          params: { requestId: id as ChargeId, task },
          body: { owner: owner as UserId },
          idempotencyKey: nextKey(key),
        }),
      ),
  };
}

export type ServedCompany = Awaited<ReturnType<typeof servedCompany>>;
