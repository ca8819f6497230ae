import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  CognitoIdentityProviderClient,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { type CustomerId, customerIdSchema, type UserId, userIdSchema } from '../shared/model/ids.ts';
import { languageSchema } from '../shared/model/language.ts';
import { roleSchema } from '../shared/model/role.ts';
import type { User } from '../shared/model/user.ts';
import type { LedgerContext } from '../shared/table/context.ts';
import { keys } from '../shared/table/keys.ts';
import { getItem, type LedgerTable, openLedgerTable } from '../shared/table/ledger-table.ts';
import { putUser } from '../shared/users/put-user.ts';
import { readUser } from '../shared/users/read-user.ts';
import { findDeployment } from './deployment.ts';

const usage = `npm run user -- create  --username U --name N --email E --role R [--role R …] [--language zh-CN|en]
                        [--customer-number C-10001] [--password P]
npm run user -- disable --username U
npm run user -- enable  --username U
Where: --pool ID --table NAME, or FEELEDGER_POOL_ID and FEELEDGER_TABLE (the stack's outputs UserPoolId and TableName);
without them the sandbox that runs here (--data-dir, default .sandbox). Every command may be repeated.`;

/** A user directory and the table that belongs to it. */
interface Directory {
  readonly cognito: CognitoIdentityProviderClient;
  readonly poolId: string;
  readonly context: Pick<LedgerContext, 'table' | 'timing'>;
}

const commandSchema = z.object({ action: z.enum(['create', 'disable', 'enable']), username: userIdSchema });

const newUserSchema = z.object({
  name: z.string().min(1).max(60),
  email: z.email(),
  roles: z.array(roleSchema).min(1),
  language: languageSchema,
});

try {
  await main();
} catch (error) {
  const wrongCommand = error instanceof z.ZodError || error instanceof TypeError;
  console.error(error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : error);
  if (wrongCommand) console.error(`\n${usage}`);
  process.exitCode = 1;
}

/** Adds a person to Cognito and to the company's own record, or takes his access away; both places always agree afterwards. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      username: { type: 'string' },
      name: { type: 'string' },
      email: { type: 'string' },
      role: { type: 'string', multiple: true },
      language: { type: 'string', default: 'zh-CN' },
      'customer-number': { type: 'string' },
      password: { type: 'string' },
      pool: { type: 'string' },
      table: { type: 'string' },
      'data-dir': { type: 'string', default: '.sandbox' },
    },
  });
  const { action, username: id } = commandSchema.parse({ ...values, action: positionals[0] });
  const directory = openDirectory(values);
  if (action === 'create') {
    const user = newUserSchema.parse({ ...values, roles: values.role });
    await createUser(directory, { ...user, id, disabled: false }, values['customer-number'], values.password);
  } else await setDisabled(directory, id, action === 'disable');
  console.log(`${id}: ${action}d in ${directory.poolId} and ${directory.context.table.name}`);
}

function openDirectory(values: { pool?: string; table?: string; 'data-dir': string }): Directory {
  const { poolId, tableName, cognito, dynamodb } = findDeployment(values);
  return {
    cognito: new CognitoIdentityProviderClient(cognito),
    poolId,
    context: {
      table: openLedgerTable(new DynamoDBClient(dynamodb), tableName),
      timing: { chance: Math.random, wait: (milliseconds) => wait(milliseconds) },
    },
  };
}

async function createUser(
  directory: Directory,
  user: User,
  customerNumber: string | undefined,
  password: string | undefined,
): Promise<void> {
  const { table } = directory.context;
  const known = await readUser(table, user.id);
  const customerId = customerNumber === undefined ? known?.customerId : await customerOf(table, customerNumber);
  // The own record first: a role that is taken away is gone whatever becomes of the rest.
  await putUser(directory.context, {
    ...user,
    disabled: known?.disabled ?? false,
    ...(customerId === undefined ? {} : { customerId }),
  });
  await createLogin(directory, user, password);
  await setGroups(directory, user);
}

async function customerOf(table: LedgerTable, number: string): Promise<CustomerId> {
  const guard = await getItem(table, keys.uniqueNumber(number), { strong: true });
  if (guard === undefined) throw new Error(`There is no customer with the number ${number}.`);
  return customerIdSchema.parse(guard['cust']);
}

/** Without a password Cognito makes a temporary one and mails it to the user. */
async function createLogin({ cognito, poolId }: Directory, user: User, password: string | undefined): Promise<void> {
  const login = { UserPoolId: poolId, Username: user.id };
  const UserAttributes = [
    { Name: 'email', Value: user.email },
    { Name: 'email_verified', Value: 'true' },
  ];
  try {
    const quietly = password === undefined ? {} : { MessageAction: 'SUPPRESS' as const };
    await cognito.send(new AdminCreateUserCommand({ ...login, UserAttributes, ...quietly }));
  } catch (error) {
    if (!(error instanceof UsernameExistsException)) throw error;
    const known = await cognito.send(new AdminGetUserCommand(login));
    const knownEmail = known.UserAttributes?.find(({ Name }) => Name === 'email')?.Value;
    if (knownEmail !== user.email)
      await cognito.send(new AdminUpdateUserAttributesCommand({ ...login, UserAttributes }));
    await cognito.send(new AdminEnableUserCommand(login));
  }
  if (password !== undefined) {
    await cognito.send(new AdminSetUserPasswordCommand({ ...login, Password: password, Permanent: true }));
  }
}

async function setGroups({ cognito, poolId }: Directory, user: User): Promise<void> {
  const login = { UserPoolId: poolId, Username: user.id };
  const { Groups = [] } = await cognito.send(new AdminListGroupsForUserCommand(login));
  const present = Groups.map(({ GroupName }) => GroupName);
  for (const role of user.roles.filter((wanted) => !present.includes(wanted))) {
    await cognito.send(new AdminAddUserToGroupCommand({ ...login, GroupName: role }));
  }
  for (const group of present.filter((name) => !user.roles.some((role) => role === name))) {
    await cognito.send(new AdminRemoveUserFromGroupCommand({ ...login, GroupName: group }));
  }
}

/** The own record is written first when access is taken away: from then on no decision of this user counts. */
async function setDisabled({ cognito, poolId, context }: Directory, id: UserId, disabled: boolean): Promise<void> {
  const user = await readUser(context.table, id);
  if (user === undefined) throw new Error(`There is no user ${id}.`);
  const login = { UserPoolId: poolId, Username: id };
  await putUser(context, { ...user, disabled });
  await cognito.send(disabled ? new AdminDisableUserCommand(login) : new AdminEnableUserCommand(login));
}
