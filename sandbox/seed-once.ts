import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { demoUsers } from './demo-users.ts';
import type { SandboxInfo } from './info.ts';
import { seed } from './seed.ts';
import { writeJson } from './state.ts';

/** Fills a new sandbox with demo data, once. Killed half-way it is done again, which changes nothing that is there. */
export async function seedOnce(
  dataDir: string,
  info: SandboxInfo,
  now: () => Date,
  print: (line: string) => void,
): Promise<string[]> {
  const marker = join(dataDir, 'seeded.json');
  if (existsSync(marker) || info.tableName === '') return [];
  print('Filling the new sandbox with demo data · 正在写入演示数据 …');
  const { tableName, region } = info;
  const lines = await seed({ tableName, region, dynamodbEndpoint: info.endpoints.dynamodb, now, users: demoUsers });
  writeJson(marker, { seededAt: now().toISOString(), lines });
  return lines;
}
