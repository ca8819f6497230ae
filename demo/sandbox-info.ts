import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const sandboxInfoSchema = z.object({
  apiUrl: z.string(),
  mailUrl: z.string(),
  mailApiUrl: z.string(),
  endpoints: z.object({ cognito: z.string() }),
  userPoolClientId: z.string(),
  users: z.array(z.object({ username: z.string(), password: z.string(), roles: z.array(z.string()) })),
});

/** What a running sandbox says about itself. */
export type SandboxInfo = z.infer<typeof sandboxInfoSchema>;

/** Reads the sandbox's `info.json`. Throws an Error with a sentence that helps when there is none. */
export function readSandboxInfo(dataDir: string): SandboxInfo {
  const path = join(dataDir, 'info.json');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new Error(
      `No sandbox found (${path}). Start it with "npm start" in another terminal. 请先在另一个终端运行 npm start。`,
    );
  }
  return sandboxInfoSchema.parse(JSON.parse(text));
}
