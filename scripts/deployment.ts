import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';

interface ClientSettings {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Which FeeLedger a script works on: one in AWS, found by its names, or the sandbox that runs here. */
export interface Deployment {
  readonly poolId: string;
  readonly tableName: string;
  readonly cognito: ClientSettings;
  readonly dynamodb: ClientSettings;
}

const sandboxInfoSchema = z.object({
  userPoolId: z.string(),
  tableName: z.string(),
  region: z.string(),
  endpoints: z.object({ cognito: z.string(), dynamodb: z.string() }),
});

/** Names given win over the environment, and both over a sandbox. Throws an Error with a sentence when nothing is found. */
export function findDeployment(given: { pool?: string; table?: string; 'data-dir': string }): Deployment {
  const poolId = given.pool ?? process.env['FEELEDGER_POOL_ID'];
  const tableName = given.table ?? process.env['FEELEDGER_TABLE'];
  // Region and credentials of a deployed FeeLedger come from the usual AWS configuration.
  if (poolId && tableName) return { poolId, tableName, cognito: {}, dynamodb: {} };
  if (poolId || tableName) throw new Error('Name both the user pool and the table.');
  const path = join(resolve(import.meta.dirname, '..', given['data-dir']), 'info.json');
  if (!existsSync(path)) throw new Error(`No user pool and table named, and no sandbox found (${path}).`);
  const { endpoints, region, ...info } = sandboxInfoSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const local = { region, credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' } };
  return {
    poolId: info.userPoolId,
    tableName: info.tableName,
    cognito: { ...local, endpoint: endpoints.cognito },
    dynamodb: { ...local, endpoint: endpoints.dynamodb },
  };
}
