import type { ApprovalWorkflow } from '../../shared/approvals/approval-workflow.ts';
import { askReviewers } from '../../shared/approvals/ask-reviewers.ts';
import { decideApproval } from '../../shared/approvals/decide-approval.ts';
import { followRequest } from '../../shared/approvals/follow-request.ts';
import { sweepWaiting } from '../../shared/approvals/sweep-waiting.ts';
import { resubmitCharge } from '../../shared/charges/resubmit-charge.ts';
import { readCharge } from '../../shared/charges/stored-charge.ts';
import { submitCharge } from '../../shared/charges/submit-charge.ts';
import { postOpeningDeposit } from '../../shared/deposits/post-opening-deposit.ts';
import { DomainError } from '../../shared/errors/domain-error.ts';
import { verifyLedger } from '../../shared/ledger/verify.ts';
import type { Mail } from '../../shared/mails/mail.ts';
import type { Charge } from '../../shared/model/charge-request.ts';
import type { ChargeId, CustomerId, DepositId } from '../../shared/model/ids.ts';
import type { TellingMemory } from '../../shared/notices/mailer.ts';
import { documentId } from '../../shared/table/document-id.ts';
import { chargeFromItem } from '../../shared/table/items/charge-item.ts';
import { collectLedger, scanItems } from '../../shared/table/scan-ledger.ts';
import { itemOf } from '../../shared/table/stream-records.ts';
import { isTransient } from '../../shared/table/write.ts';
import { type Company, chargeBody, freshCompany } from '../support/company.ts';
import { Crash, chanceFrom, type FaultInjector, faultInjector } from '../support/faults.ts';
import { freshLedger, localClient, useClient } from '../support/ledger.ts';

const customersCount = 4;
const chargesCount = 150;
/** How often nobody decides a stage until it is handed on, and for how long. */
const silentShare = 0.08;
const silentMs = 72 * 3_600_000;
/** Time enough for a sweep. */
const remainingMs = () => 100_000;

interface Change {
  readonly before: Charge | undefined;
  readonly after: Charge;
}

type Image = Record<string, unknown>;

interface Sent {
  readonly to: string;
  readonly template: Mail['template'];
  readonly about: string;
}

/** One working day under one seed; answers what happened and what should have. */
export async function faultyDay(seed: number) {
  const injector = faultInjector(seed);
  injector.isOn = false;
  const calm = await freshLedger(localClient());
  const company = await freshCompany(useClient(calm, injector.client));
  const customers: CustomerId[] = [];
  for (let index = 0; index < customersCount; index += 1) {
    customers.push((await company.createCustomer(`C-${3000 + index}`)).id as CustomerId);
  }
  injector.isOn = true;
  const day = new Day(seed, injector, company, customers, (await freshCompany(calm)).context);
  await day.work();
  injector.isOn = false;
  await day.evening();
  return await day.result();
}

/** Plays the clerks, reviewers, the stream and Step Functions of one company. */
class Day {
  readonly #chance: () => number;
  readonly #injector: FaultInjector;
  readonly #company: Company;
  readonly #customers: readonly CustomerId[];
  readonly #truth: Company['context'];
  readonly #accepted = new Map<string, string>();
  readonly #sent: Sent[] = [];
  readonly #runs = new Map<string, { waitsOn?: string; ended?: Parameters<ApprovalWorkflow['report']>[1] }>();
  readonly #images = new Map<string, Charge>();
  #stream: Change[] = [];
  #tokens = 0;
  #memory: TellingMemory = new Map();
  /** Mails that have left and that no row of the table knows of yet. */
  #unrecorded: string[] = [];
  readonly #mayComeTwice = new Set<string>();

  constructor(
    seed: number,
    injector: FaultInjector,
    company: Company,
    customers: readonly CustomerId[],
    truth: Company['context'],
  ) {
    this.#chance = chanceFrom(seed ^ 0x5eed);
    this.#injector = injector;
    this.#company = company;
    this.#customers = customers;
    this.#truth = truth;
    injector.onCrash = () => this.#die();
    injector.onWritten = (input) => this.#noteChange(input);
  }

  async work(): Promise<void> {
    for (let index = 0; index < chargesCount; index += 1) {
      const key = `charge-${index}`;
      const value = this.#pick(['12.00', '480.00', '9000.00', '55000.00', '250000.00']);
      const customer = index % customersCount;
      if (index % 10 === 3) await this.#insist(() => this.#deposit(index, customer));
      const submit = () => this.#submit(key, customer, value);
      this.#injector.rival = async () => void (await this.#quietly(submit));
      const id = await this.#insist(submit);
      this.#accepted.set(key, id);
      await this.#streamDelivers();
      await this.#review(id as ChargeId);
    }
    this.#injector.rival = undefined;
  }

  /** Everything still under way comes to its end without new faults. */
  async evening(): Promise<void> {
    await this.#deliver(this.#takeStream());
    await this.#sweep();
    for (const [name, run] of this.#runs) {
      if (run.ended === undefined && run.waitsOn === undefined) await this.#ask(name);
    }
    await this.#deliver(this.#takeStream());
  }

  async result() {
    const items = [];
    for await (const item of scanItems(this.#truth.table)) items.push(item);
    const contents = await collectLedger(items);
    const charges = items.filter(({ kind }) => kind === 'charge').map(chargeFromItem);
    const posted = charges.filter(({ state }) => state === 'posted');
    const chargeEntries = contents.entries.filter(({ requestId }) => requestId.startsWith('chg_'));
    const customerMails = this.#sent.filter(({ template }) => template === 'charge-posted');
    const mailed = new Set(customerMails.map(({ about }) => about));
    const names = this.#sent.map(({ to, template, about }) => `${to} ${template} ${about}`);
    const twice = names.filter((name, index) => names.indexOf(name) !== index && !this.#mayComeTwice.has(name));
    const counts = this.#injector.counts;
    return {
      faults: Object.values(counts).reduce((sum, count) => sum + count, 0),
      handedOn: charges.flatMap(({ history }) => escalations(history)).length,
      verification: verifyLedger(contents.entries, contents.heads, contents.openItems, contents.requests),
      outcome: {
        charges: charges.length,
        acceptedIds: [...new Set(this.#accepted.values())].sort(),
        entries: chargeEntries.map(({ requestId }) => requestId as string).sort(),
        toldTwice: twice,
        notToldOfEscalation: charges.filter((charge) => this.#isUntoldOfEscalation(charge)).length,
        escalatedTwice: charges.filter(({ history }) => escalations(history).some(isRepeated)).length,
        notMailed: posted.filter(({ id }) => !mailed.has(id)).length,
        tooFewPeople: posted.filter(
          ({ maker, approvers, stages }) => new Set([maker, ...approvers]).size !== stages.length + 1,
        ).length,
        runsNotEnded: [...this.#runs.values()].filter(({ ended }) => ended === undefined).length,
        endedOtherwise: charges.filter((charge) => this.#endOf(charge) !== charge.state).length,
      },
      expected: {
        charges: chargesCount,
        acceptedIds: charges.map(({ id }) => id as string).sort(),
        entries: posted.map(({ id }) => id as string).sort(),
        toldTwice: [],
        notToldOfEscalation: 0,
        escalatedTwice: 0,
        notMailed: 0,
        tooFewPeople: 0,
        runsNotEnded: 0,
        endedOtherwise: 0,
      },
    };
  }

  /** Of each stage that was handed on the maker hears. */
  #isUntoldOfEscalation(charge: Charge): boolean {
    const maker = `${charge.maker}@feeledger.example`;
    return escalations(charge.history).some(
      (stage) =>
        !this.#sent.some(
          ({ to, template, about }) =>
            to === maker &&
            template === 'review-escalated' &&
            about.startsWith(charge.id) &&
            about.includes(`"stage":${stage},`),
        ),
    );
  }

  #endOf(charge: Charge): string | undefined {
    if (charge.stages.length === 0) return charge.state;
    return this.#runs.get(`${charge.id}-r${charge.revision}`)?.ended;
  }

  #pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.#chance() * choices.length)] as T;
  }

  async #submit(key: string, customer: number, value: string): Promise<string> {
    const { context, clerk, input } = this.#company;
    const body = chargeBody(this.#customers[customer] as CustomerId, `C-${3000 + customer}`, value);
    const reply = await submitCharge(context, clerk, input({ body, idempotencyKey: key }));
    return reply.body.id;
  }

  async #deposit(index: number, customer: number): Promise<void> {
    await postOpeningDeposit(this.#company.context, {
      id: documentId('dep', 'wang.fang', 'openingDeposit', String(index)) as DepositId,
      customerId: this.#customers[customer] as CustomerId,
      amount: { minor: 1_000_000n, currency: 'CNY' },
      method: 'bank-transfer',
      maker: this.#company.clerk.actor.id,
    });
  }

  /** Reviewers decide whatever waits until the charge has come to an end, now and then returning or rejecting it. */
  async #review(id: ChargeId): Promise<void> {
    for (let round = 0; round < 12; round += 1) {
      const charge = await this.#read(id);
      if (charge.state === 'returned') {
        const value = this.#pick(['300.00', '8000.00', '60000.00']);
        await this.#insist(() => this.#resubmit(charge, value));
      }
      if (charge.state === 'in-review') {
        if (this.#chance() < silentShare) await this.#stayAway(charge);
        await this.#decideOnce(await this.#read(id));
      }
      if (charge.state === 'posted' || charge.state === 'rejected') return;
      await this.#streamDelivers();
    }
  }

  /** Nobody decides for two days, and the sweep finds it, unless somebody is faster than its write. */
  async #stayAway(charge: Charge): Promise<void> {
    const { revision, stage, id: requestId } = charge;
    const body = { decision: 'approve' as const, revision, stage };
    const late = { params: { requestId }, body, idempotencyKey: 'late' };
    const { context, allRounder, input } = this.#company;
    this.#injector.rival = async () =>
      void (await this.#quietly(() => decideApproval(context, allRounder, input(late))));
    this.#company.clock.move(silentMs);
    await this.#insist(() => this.#sweep());
    await this.#streamDelivers();
  }

  async #sweep(): Promise<void> {
    try {
      await sweepWaiting(this.#company.context, this.#ports(), { everything: true, remainingMs });
    } catch (error) {
      // What keeps one request from going on is told together with what keeps the others.
      const [first] = error instanceof AggregateError ? error.errors : [error];
      throw first;
    }
  }

  async #decideOnce(charge: Charge): Promise<void> {
    if (charge.state !== 'in-review') return;
    const { reviewer, finance, manager, allRounder } = this.#company;
    const fit = [undefined, reviewer, finance, manager][charge.stage] as typeof reviewer;
    const drawn = this.#chance();
    const mayReturn = charge.revision < 3 && drawn < 0.1;
    const decision = mayReturn ? 'return' : drawn < 0.15 ? 'reject' : 'approve';
    const decide = (who: typeof reviewer, what: 'approve' | 'return' | 'reject') => {
      const { revision, stage } = charge;
      const comment = what === 'approve' ? undefined : `请核对第 ${revision} 版`;
      return decideApproval(
        this.#company.context,
        who,
        this.#company.input({
          params: { requestId: charge.id },
          body: { decision: what, revision, stage, ...(comment === undefined ? {} : { comment }) },
          idempotencyKey: `decide-${revision}-${stage}`,
        }),
      );
    };
    // The rival holds every role: only the condition of the write keeps him from deciding twice, or after his own.
    const isSweepFaster = this.#chance() < silentShare;
    this.#injector.rival = async () => {
      if (isSweepFaster) this.#company.clock.move(silentMs);
      await this.#quietly(() => (isSweepFaster ? this.#sweep() : decide(allRounder, 'approve')));
    };
    await this.#insist(() => decide(fit, decision)).catch(expectRefusal('REQUEST_MOVED', 'APPROVER_DECIDED_BEFORE'));
  }

  async #resubmit(charge: Charge, value: string): Promise<void> {
    const { context, clerk, input } = this.#company;
    const { customerId: _, customerNumber: __, ...body } = chargeBody(charge.customerId, '', value);
    const ifMatch = `"${charge.revision}.${charge.history.length}"`;
    const idempotencyKey = `resubmit-${charge.revision}`;
    await resubmitCharge(context, clerk, input({ params: { chargeId: charge.id }, body, idempotencyKey, ifMatch }));
  }

  /** Comes again with the same key until there is an answer, as a client does whose connection broke. */
  async #insist<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      this.#company.clock.move(1_000);
      try {
        return await work();
      } catch (error) {
        if (!isPassing(error)) throw error;
      }
    }
    throw new Error('never answered');
  }

  async #quietly(work: () => Promise<unknown>): Promise<void> {
    await work().catch(() => undefined);
  }

  async #read(id: ChargeId): Promise<Charge> {
    return (await readCharge(this.#truth.table, id)) as Charge;
  }

  /** Every image a write left on a charge, as the table's stream would tell it. */
  #noteChange(input: Record<string, unknown>): void {
    const key = itemOf(input.Key as Image | undefined);
    if (String(key?.sk).startsWith('TOKEN#')) this.#record(key);
    const writes = (input.TransactItems as { Put?: { Item: Image } }[] | undefined) ?? [
      { Put: input as { Item: Image } },
    ];
    for (const { Put } of writes) {
      const item = itemOf(Put?.Item);
      if (String(item?.pk).startsWith('N#')) this.#record(item);
      if (item?.kind !== 'charge' || item.sk !== '#REQUEST') continue;
      const after = chargeFromItem(item);
      this.#stream.push({ before: this.#images.get(after.id), after });
      this.#images.set(after.id, after);
    }
  }

  /** A row says what people were told of a request; what they were told of others beside it has yet to be kept. */
  #record(row: Image | undefined): void {
    const id = String(row?.pk).slice(2);
    this.#unrecorded = this.#unrecorded.filter((mail) => !mail.includes(id));
  }

  #takeStream(): Change[] {
    const taken = this.#stream;
    this.#stream = [];
    return taken;
  }

  /** Records arrive repeated and out of order. */
  async #streamDelivers(): Promise<void> {
    const repeated = this.#takeStream().flatMap((change) => (this.#chance() < 0.3 ? [change, change] : [change]));
    await this.#deliver(repeated.sort(() => this.#chance() - 0.5));
  }

  async #deliver(changes: readonly Change[]): Promise<void> {
    this.#injector.rival = undefined;
    for (const change of changes) {
      await this.#insist(() => followRequest(this.#company.context, this.#ports(), change));
    }
  }

  #ports() {
    const memory = this.#memory;
    const send = async (to: string, mail: Mail) => {
      const id = 'requestId' in mail.data ? mail.data.requestId : '';
      const about = 'chargeId' in mail.data ? mail.data.chargeId : `${id} ${JSON.stringify(mail.data)}`;
      this.#sent.push({ to, template: mail.template, about });
      const name = `${to} ${mail.template} ${about}`;
      this.#unrecorded.push(name);
      // What its process was doing beside goes on here after its death; nobody remembers that.
      if (memory !== this.#memory) this.#mayComeTwice.add(name);
    };
    const texter = { send: async () => {} };
    const feedbackLink = async (id: string) => `https://feeledger.example/feedback/${id}.x`;
    const gateway = { announce: async () => undefined, payOut: async () => undefined };
    return { workflow: this.#workflow(), mailer: { send }, texter, feedbackLink, gateway, memory };
  }

  /** Step Functions as the product uses it: a run by name, one token that waits, a retry when the step dies. */
  #workflow(): ApprovalWorkflow {
    const start = async (id: ChargeId, revision: number) => {
      const name = `${id}-r${revision}`;
      if (this.#runs.has(name)) return;
      this.#runs.set(name, {});
      await this.#ask(name);
    };
    return {
      start,
      ensureRunning: start,
      ensureEnded: start,
      report: async (taskToken, outcome) => {
        for (const [name, run] of this.#runs) {
          if (run.waitsOn !== taskToken) continue;
          delete run.waitsOn;
          if (outcome === 'next-stage') await this.#ask(name);
          else run.ended = outcome;
          return;
        }
      },
    };
  }

  async #ask(name: string): Promise<void> {
    const [requestId, revision] = name.split('-r') as [ChargeId, string];
    const run = this.#runs.get(name);
    if (run === undefined) return;
    await this.#insist(async () => {
      this.#tokens += 1;
      const taskToken = `token-${this.#tokens}`;
      run.waitsOn = taskToken;
      await askReviewers(this.#company.context, this.#ports(), { requestId, revision: Number(revision), taskToken });
    });
  }

  /** A process that dies between a mail and its row sends that mail again: the one double that is known and allowed. */
  #die(): void {
    this.#memory = new Map();
    for (const mail of this.#unrecorded) this.#mayComeTwice.add(mail);
    this.#unrecorded = [];
  }
}

/** The stages that were handed on, one entry each time. */
function escalations(history: Charge['history']): number[] {
  return history.flatMap(({ action, stage }) => (action === 'escalate' && stage !== undefined ? [stage] : []));
}

function isRepeated(stage: number, index: number, all: readonly number[]): boolean {
  return all.indexOf(stage) !== index;
}

function isPassing(error: unknown): boolean {
  if (error instanceof DomainError) return error.code === 'BUSY';
  return error instanceof Crash || isTransient(error);
}

function expectRefusal(...codes: string[]) {
  return (error: unknown) => {
    if (!(error instanceof DomainError) || !codes.includes(error.code)) throw error;
  };
}
