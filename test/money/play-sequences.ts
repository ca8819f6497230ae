import { expect } from 'vitest';
import { verifyLedger } from '../../shared/ledger/verify.ts';
import { collectLedger, scanItems } from '../../shared/table/scan-ledger.ts';
import { chanceOf, type Made, nextGroup } from './generated-acts.ts';
import { LedgerDesk, type MoneyCompany, openCompany } from './ledger-desk.ts';
import { type Act, Notebook, type Picture } from './model.ts';

/** Another seed plays other sequences; the one that failed is named, and MONEY_SEED with MONEY_ONLY plays it again. */
const seed = Number(process.env.MONEY_SEED ?? 20_261_122);
const only = process.env.MONEY_ONLY === undefined ? undefined : Number(process.env.MONEY_ONLY);
const sequences = 1_000;
/** How often several act at once in a sequence; MONEY_GROUPS plays longer ones. */
const groups = Number(process.env.MONEY_GROUPS ?? 7);
/** Sequences of different customers do not meet, so several are played at once. */
const lanes = 6;

/** All orders in which a few acts may have happened. */
function orders<T>(all: readonly T[]): T[][] {
  if (all.length < 2) return [[...all]];
  return all.flatMap((first, index) => orders(all.toSpliced(index, 1)).map((rest) => [first, ...rest]));
}

const asText = (value: unknown) => JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? `${part}` : part));

/** What the notebook may say after a group: any order of its acts in which it allows and refuses what the product did. */
function possible(
  before: readonly Notebook[],
  group: readonly { act: Act; refusal: string | undefined }[],
): Notebook[] {
  const after = new Map<string, Notebook>();
  for (const notebook of before) {
    for (const order of orders(group)) {
      const copy = notebook.copy();
      const isAsSeen = order.every(({ act, refusal }) => copy.apply(act) === (refusal === undefined));
      if (isAsSeen) after.set(asText(copy), copy);
    }
  }
  return [...after.values()];
}

function sorted(picture: Picture): string {
  const parts = Object.entries(picture).map(([name, part]) => [
    name,
    typeof part === 'object' && !Array.isArray(part) ? Object.entries(part).sort() : part,
  ]);
  return asText(parts.sort());
}

/** Plays one sequence on the product and in the notebook; answers where they part, if they do. */
async function play(
  company: MoneyCompany,
  index: number,
  { isPartly, tally }: { isPartly: boolean; tally: Map<string, number> },
): Promise<string | undefined> {
  const chance = chanceOf(seed + index);
  const desk = new LedgerDesk(company, `S${String(index).padStart(5, '0')}`);
  await desk.open();
  const made: Made = { states: {}, unapplied: [0n, 0n], deposits: [], charges: [], refunds: [], corrections: [] };
  let notebooks = [new Notebook(isPartly)];
  const story: string[] = [];
  for (let number = 0; number < groups; number += 1) {
    const acts = nextGroup(chance, made, number);
    const group = await Promise.all(acts.map(async (act) => ({ act, refusal: await desk.perform(act) })));
    story.push(...group.map(({ act, refusal }) => `${number}: ${asText(act)} ${refusal ?? 'ok'}`));
    notebooks = possible(notebooks, group);
    if (notebooks.length === 0)
      return [`sequence ${index}: no order of group ${number} explains it`, ...story].join('\n');
    const { states = {}, unapplied = made.unapplied } = notebooks[0]?.picture() ?? {};
    Object.assign(made, { states, unapplied });
    for (const { act, refusal } of group) {
      if (refusal !== undefined) continue;
      note(desk, made, act);
      tally.set(nameOf(act), (tally.get(nameOf(act)) ?? 0) + 1);
    }
  }
  const seen = sorted(await desk.picture());
  if (notebooks.some((notebook) => sorted(notebook.picture()) === seen)) return undefined;
  const expected = notebooks.map((notebook) => sorted(notebook.picture()));
  return [`sequence ${index}: the ledger has\n${seen}\nthe notebook\n${expected.join('\n')}`, ...story].join('\n');
}

/** What an act is, for counting how often each was done. */
function nameOf(act: Act): string {
  if (act.do === 'correct') return `correct ${act.remedy}`;
  if (act.do === 'refund') return `refund ${act.source.from}`;
  return act.do === 'end' ? `end ${act.how}` : act.do;
}

/** Keeps what an act has made, so that later ones can be about it. */
function note(desk: LedgerDesk, made: Made, act: Act): void {
  if (act.do === 'deposit') made.deposits.push(act.key);
  if (act.do === 'charge') made.charges.push(act.key);
  if (act.do === 'refund') made.refunds.push(act.key);
  if (act.do === 'correct') made.corrections.push(act.key);
  if (act.do !== 'decide') return;
  if (desk.idOf(`${act.of}-right`) !== undefined) made.charges.push(`${act.of}-right`);
  if (desk.idOf(`${act.of}-refund`) !== undefined) made.refunds.push(`${act.of}-refund`);
}

/**
 * Deposits, charges, refunds, corrections, withdrawals and bounces by several people at once agree with a notebook to the
 * cent, overdraw nothing, and never post with too few people. `part` tells which of all sequences are played.
 */
export async function playSequences(prepaidUse: 'partly' | 'when-covered', part: number): Promise<void> {
  const company = await openCompany(prepaidUse);
  const first = part * sequences;
  const rest = Array.from({ length: sequences }, (_, index) => first + index).filter(
    (index) => only === undefined || index === only,
  );
  const partings: string[] = [];
  const tally = new Map<string, number>();
  const lane = async (): Promise<void> => {
    for (let index = rest.shift(); index !== undefined && partings.length === 0; index = rest.shift()) {
      const parting = await play(company, index, { isPartly: prepaidUse === 'partly', tally });
      if (parting !== undefined) partings.push(parting);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  expect(partings.join('\n'), `MONEY_SEED=${seed}`).toBe('');

  const { entries, heads, openItems, requests } = await collectLedger(scanItems(company.context.table));
  const { findings, trialBalance } = verifyLedger(entries, heads, openItems, requests);
  expect(findings).toEqual([]);
  expect([...trialBalance.values()].every((sum) => sum === 0n)).toBe(true);
  // Every kind of act was really done, not only refused.
  const rarest = Math.min(...tally.values());
  if (only === undefined) expect({ kinds: tally.size, isOften: rarest >= 10 }).toEqual({ kinds: 17, isOften: true });
}
