import { invariant } from '../errors/invariant.ts';
import type { LedgerContext } from './context.ts';
import { keys } from './keys.ts';
import { getItem, type LedgerTable } from './ledger-table.ts';
import { putIf } from './write.ts';

const key = keys.secret('feedback');

/** The secret feedback links are signed with; nothing before the first link was made. */
export async function readFeedbackSecret(table: LedgerTable): Promise<string | undefined> {
  const item = await getItem(table, key, { strong: true });
  return item?.secret as string | undefined;
}

/** The same secret, made at the first need: of two that make one, both use the one that was first. */
export async function makeFeedbackSecret(context: LedgerContext, randomSecret: () => string): Promise<string> {
  const known = await readFeedbackSecret(context.table);
  if (known !== undefined) return known;
  await putIf(
    context,
    { ...key, kind: 'secret', secret: randomSecret(), at: context.clock() },
    { expression: 'attribute_not_exists(pk)' },
  );
  const kept = await readFeedbackSecret(context.table);
  invariant(kept !== undefined, 'the secret of feedback links was kept');
  return kept;
}
