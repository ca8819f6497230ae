import { readInfo, type SandboxInfo } from './info.ts';

/** Logs somebody in at the local Cognito and gives the access token. Throws an Error with one sentence when that fails. */
export async function fetchToken(info: SandboxInfo, username: string): Promise<string> {
  const user = info.users.find((candidate) => candidate.username === username);
  if (user === undefined) {
    const known = info.users.map((candidate) => candidate.username).join(', ');
    throw new Error(`There is no user "${username}"; there are ${known}. 没有此用户。`);
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
      AuthParameters: { USERNAME: username, PASSWORD: user.password },
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
    const words = process.argv.slice(2);
    const folder = words.indexOf('--data-dir');
    const [dataDir] = folder < 0 ? [] : words.splice(folder, 2).slice(1);
    const [username] = words;
    if (username === undefined) throw new Error('Usage: npm run token -- <user> [--data-dir D]');
    console.log(await fetchToken(readInfo(dataDir), username));
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}
