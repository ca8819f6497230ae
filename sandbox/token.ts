import { parseArgs } from 'node:util';
import { readInfo, type SandboxInfo } from './info.ts';

/** Logs somebody in at the local Cognito and gives the access token. Throws an Error with one sentence when that fails. */
export async function fetchToken(info: SandboxInfo, username: string, given?: string): Promise<string> {
  const password = given ?? info.users.find((candidate) => candidate.username === username)?.password;
  if (password === undefined) {
    const known = info.users.map((candidate) => candidate.username).join(', ');
    throw new Error(
      `There is no user "${username}"; there are ${known}. Somebody you created needs --password P. 没有此演示用户，自建用户请加 --password。`,
    );
  }
  const answer = await fetch(info.endpoints.cognito, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
    },
    body: JSON.stringify({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: info.userPoolClientId,
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  });
  const result = (await answer.json()) as { AuthenticationResult?: { AccessToken?: string }; message?: string };
  const token = result.AuthenticationResult?.AccessToken;
  if (token === undefined)
    throw new Error(`Login failed: ${result.message ?? 'a second factor is asked for'}. 登录失败。`);
  return token;
}

if (import.meta.main) {
  try {
    const { values, positionals } = parseArgs({
      options: { 'data-dir': { type: 'string' }, password: { type: 'string' } },
      allowPositionals: true,
    });
    const [username] = positionals;
    if (username === undefined) throw new Error('Usage: npm run token -- <user> [--password P] [--data-dir D]');
    console.log(await fetchToken(readInfo(values['data-dir']), username, values.password));
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}
