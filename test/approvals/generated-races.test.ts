import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Decision, insist, interleavedCompany } from './interleaved-company.ts';

const seed = Number(process.env.RACE_SEED ?? 20_261_122);

/** Generated races: who does what is drawn, and so is the order in which their calls reach DynamoDB. RACE_SEED draws others. */
describe('under any order of calls', () => {
  let company: Awaited<ReturnType<typeof interleavedCompany>>;
  beforeAll(async () => {
    company = await interleavedCompany();
  });

  const names = ['clerk', 'reviewer', 'otherReviewer', 'delegate', 'finance', 'manager', 'allRounder'] as const;
  const anyone = fc.constantFrom(...names);
  const anyDecision = fc.record<Decision>({
    decision: fc.constantFrom('approve', 'approve', 'approve', 'return', 'reject'),
    stage: fc.constantFrom(1, 1, 2, 3),
  });
  const crowd = fc.array(fc.tuple(anyone, anyDecision), { minLength: 2, maxLength: 6 });

  it('the history of a charge is exactly the decisions that were accepted, by different people, none of them its maker', async () => {
    const customer = await company.newCustomer();
    const race = fc.asyncProperty(
      fc.constantFrom('9000.00', '50000.00', '250000.00'),
      crowd,
      fc.scheduler(),
      async (value, moves, dealer) => {
        const id = await company.submit(customer, value);
        const answers = await company.interleave(
          dealer,
          moves.map(([name, decision]) => async () => {
            const isAccepted = await company.decide(company[name], id, decision);
            return { by: company[name].actor.id as string, ...decision, isAccepted };
          }),
        );
        const wins = answers
          .filter(({ isAccepted }) => isAccepted)
          .map(({ by, decision, stage }) => `${stage} ${decision} ${by}`);
        const charge = await company.read(id);
        const steps = charge.history.slice(1);
        expect(steps.map(({ stage, action, by }) => `${stage} ${action} ${by}`).sort()).toEqual(wins.sort());
        const approvers = steps.filter(({ action }) => action === 'approve').map(({ by }) => by as string);
        expect(new Set([charge.maker, ...approvers]).size).toBe(approvers.length + 1);
        expect(charge.approvers).toEqual(approvers);
        expect(charge.state === 'posted').toBe(approvers.length === charge.stages.length);
        expect(charge.posting !== undefined).toBe(charge.state === 'posted');
      },
    );
    await fc.assert(race, { numRuns: 100, seed });
    expect((await company.verify()).findings).toEqual([]);
  });

  it('one of the decisions on a stage wins when all of them are fit', async () => {
    const customer = await company.newCustomer();
    const race = fc.asyncProperty(
      fc.array(fc.constantFrom('approve', 'return', 'reject'), { minLength: 3, maxLength: 3 }),
      fc.scheduler(),
      async (decisions, dealer) => {
        const id = await company.submit(customer, '9000.00');
        const people = [company.reviewer, company.otherReviewer, company.allRounder];
        const answers = await company.interleave(
          dealer,
          people.map(
            (who, index) => () =>
              company.decide(who, id, { decision: decisions[index] as Decision['decision'], stage: 1 }),
          ),
        );
        expect(answers.filter((isAccepted) => isAccepted)).toHaveLength(1);
        expect((await company.read(id)).history).toHaveLength(2);
      },
    );
    await fc.assert(race, { numRuns: 50, seed });
  });

  it('a stage that is handed on while people decide it is handed on once, while it waits, and takes no decision away', async () => {
    const customer = await company.newCustomer();
    const race = fc.asyncProperty(
      fc.constantFrom('9000.00', '50000.00'),
      crowd,
      fc.scheduler(),
      async (value, moves, dealer) => {
        const id = await company.submit(customer, value);
        const seen = await company.read(id);
        const sweep = () => company.escalate(seen).then(() => false);
        const decisions = moves.map(
          ([name, decision]) =>
            () =>
              company.decide(company[name], id, decision),
        );
        const answers = await company.interleave(dealer, [...decisions, sweep, sweep]);
        const { history } = await company.read(id);
        const steps = history.slice(1);
        const handedOn = steps.findIndex(({ action }) => action === 'escalate');
        expect(steps.filter(({ action }) => action === 'escalate').length).toBeLessThanOrEqual(1);
        // Nobody had decided the stage when it was handed on.
        if (handedOn >= 0) expect(handedOn).toBe(0);
        expect(steps.length - (handedOn < 0 ? 0 : 1)).toBe(answers.filter((isAccepted) => isAccepted).length);
      },
    );
    await fc.assert(race, { numRuns: 100, seed });
    expect((await company.verify()).findings).toEqual([]);
  });

  it('an approval that comes while its stage is handed on is made, before or after', async () => {
    const customer = await company.newCustomer();
    const race = fc.asyncProperty(fc.constantFrom('reviewer', 'manager'), fc.scheduler(), async (name, dealer) => {
      const id = await company.submit(customer, '9000.00');
      const seen = await company.read(id);
      const approve = () => company.decide(company[name], id, { decision: 'approve', stage: 1 });
      const [isMade] = await company.interleave(dealer, [approve, () => company.escalate(seen).then(() => true)]);
      const { history } = await company.read(id);
      const actions = history.map(({ action }) => action).join(' ');
      // The manager may decide only once he has it.
      if (name === 'reviewer') expect(isMade).toBe(true);
      expect(actions).toBeOneOf(isMade ? ['submit approve', 'submit escalate approve'] : ['submit escalate']);
    });
    await fc.assert(race, { numRuns: 60, seed });
  });

  it('what somebody and his delegate decide at once is decided by one of them, and his say is used once', async () => {
    const customer = await company.newCustomer();
    const race = fc.asyncProperty(
      fc.constantFrom('9000.00', '50000.00'),
      fc.array(fc.tuple(fc.constantFrom('reviewer', 'delegate', 'finance'), fc.constantFrom(1, 1, 2)), {
        minLength: 2,
        maxLength: 5,
      }),
      fc.scheduler(),
      async (value, moves, dealer) => {
        const id = await company.submit(customer, value);
        const works = moves.map(
          ([name, stage]) =>
            () =>
              company.decide(company[name], id, { decision: 'approve', stage }),
        );
        const answers = await company.interleave(dealer, works);
        const { history, approvers, maker } = await company.read(id);
        const steps = history.slice(1);
        expect(steps).toHaveLength(answers.filter((isAccepted) => isAccepted).length);
        expect(approvers).toEqual(steps.map(({ by }) => by));
        const says = [
          maker,
          ...steps.flatMap(({ by, for: absent }) => [by, ...(absent === undefined ? [] : [absent])]),
        ];
        expect(new Set(says).size).toBe(says.length);
      },
    );
    await fc.assert(race, { numRuns: 80, seed });
    expect((await company.verify()).findings).toEqual([]);
  });

  it('a charge that is withdrawn while it is decided is either a draft again or decided', async () => {
    const customer = await company.newCustomer();
    const race = fc.asyncProperty(
      fc.constantFrom('approve', 'return', 'reject'),
      fc.boolean(),
      fc.scheduler(),
      async (decision, isHandedOn, dealer) => {
        const id = await company.submit(customer, '9000.00');
        const seen = await company.read(id);
        const [isDecided, isWithdrawn] = await company.interleave(dealer, [
          () => company.decide(company.reviewer, id, { decision, stage: 1 } as Decision),
          () => company.withdraw(id),
          async () => isHandedOn && (await company.escalate(seen).then(() => true)),
        ]);
        const { state } = await company.readCase(id);
        if (isDecided) expect(state).toBeOneOf(['posted', 'returned', 'rejected']);
        else if (isWithdrawn) expect(state).toBe('draft');
        else expect({ state, isHandedOn }).toEqual({ state: 'in-review', isHandedOn: true });
        expect(isDecided && isWithdrawn).toBe(false);
      },
    );
    await fc.assert(race, { numRuns: 80, seed });
    expect((await company.verify()).findings).toEqual([]);
  });

  it('a sweep that saw an earlier revision hands nothing on of the next', async () => {
    const customer = await company.newCustomer();
    const race = fc.asyncProperty(fc.scheduler(), async (dealer) => {
      const id = await company.submit(customer, '9000.00');
      const seen = await company.read(id);
      await company.decide(company.reviewer, id, { decision: 'return', stage: 1 });
      const returned = await company.read(id);
      const [isEntered] = await company.interleave(dealer, [
        () => company.resubmit(returned, '8000.00'),
        () => company.escalate(seen).then(() => true),
      ]);
      const { state, revision, escalatedTo, history } = await company.read(id);
      expect({ isEntered, state, revision, escalatedTo }).toEqual({
        isEntered: true,
        state: 'in-review',
        revision: 2,
        escalatedTo: undefined,
      });
      expect(history.map(({ action }) => action)).toEqual(['resubmit']);
    });
    await fc.assert(race, { numRuns: 30, seed });
  });

  it('one submission sent several times at once is one charge', async () => {
    const customer = await company.newCustomer();
    const race = fc.asyncProperty(
      fc.constantFrom('120.00', '9000.00'),
      fc.integer({ min: 2, max: 4 }),
      fc.scheduler(),
      async (value, times, dealer) => {
        const before = (await company.balances(customer.id)).receivable;
        const key = company.nextKey();
        const works = Array.from({ length: times }, () => () => company.submit(customer, value, key));
        const ids = await company.interleave(dealer, works);
        expect(new Set(ids).size).toBe(1);
        const owed = (await company.balances(customer.id)).receivable - before;
        expect(owed).toBe(value === '120.00' ? 12_000n : 0n);
      },
    );
    await fc.assert(race, { numRuns: 50, seed });
  });

  it('charges and deposits of one customer never overdraw his prepaid money, and every amount is accounted for', async () => {
    const movement = fc.oneof(
      fc.record({ kind: fc.constant('charge' as const), yuan: fc.integer({ min: 1, max: 400 }) }),
      fc.record({ kind: fc.constant('deposit' as const), yuan: fc.integer({ min: 1, max: 400 }) }),
    );
    const race = fc.asyncProperty(
      fc.array(movement, { minLength: 2, maxLength: 6 }),
      fc.scheduler(),
      async (movements, dealer) => {
        const customer = await company.newCustomer();
        await company.deposit(customer.id, 30_000n);
        await company.interleave(
          dealer,
          movements.map(({ kind, yuan }) => async () => {
            if (kind === 'deposit') return await insist(() => company.deposit(customer.id, BigInt(yuan) * 100n));
            const key = company.nextKey();
            return void (await insist(() => company.submit(customer, `${yuan}.00`, key)));
          }),
        );
        const sum = (wanted: string) =>
          movements.filter(({ kind }) => kind === wanted).reduce((total, { yuan }) => total + BigInt(yuan) * 100n, 0n);
        const { prepaid, receivable } = await company.balances(customer.id);
        expect(prepaid).toBeGreaterThanOrEqual(0n);
        expect(prepaid - receivable).toBe(30_000n + sum('deposit') - sum('charge'));
      },
    );
    await fc.assert(race, { numRuns: 50, seed });
    expect((await company.verify()).findings).toEqual([]);
  });
});
