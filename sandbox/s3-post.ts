import { S3Refusal } from './s3-signature.ts';

type Condition = Readonly<Record<string, string>> | readonly [string, string | number, string | number];

/**
 * Checks a POST upload against its policy, as S3 does: not expired, every condition met, and no field the policy does not name.
 * Field names are in small letters. Throws an S3Refusal.
 */
export function checkPolicy(
  fields: Readonly<Record<string, string>>,
  fileSize: number,
  bucket: string,
  nowMs: number,
): void {
  const policy = JSON.parse(Buffer.from(fields['policy'] ?? '', 'base64').toString()) as {
    expiration: string;
    conditions: Condition[];
  };
  if (nowMs > Date.parse(policy.expiration))
    throw new S3Refusal('AccessDenied', 403, 'Invalid according to Policy: Policy expired.');
  const values: Readonly<Record<string, string>> = { ...fields, bucket };
  const named = new Set(['policy', 'x-amz-signature', 'file']);
  for (const condition of policy.conditions) {
    const [operator, name, operand] = normalise(condition);
    named.add(name);
    if (operator === 'content-length-range') {
      if (fileSize < Number(name)) throw new S3Refusal('EntityTooSmall', 400);
      if (fileSize > Number(operand)) throw new S3Refusal('EntityTooLarge', 400);
      continue;
    }
    const value = values[name] ?? '';
    const holds = operator === 'eq' ? value === operand : operator === 'starts-with' && value.startsWith(operand);
    if (!holds) throw policyFailed(JSON.stringify(condition));
  }
  for (const name of Object.keys(fields)) {
    if (!named.has(name) && !name.startsWith('x-ignore-')) throw policyFailed(`Extra input fields: ${name}`);
  }
}

/** All spellings of a condition as `[operator, field in small letters, operand]`. */
function normalise(condition: Condition): [string, string, string] {
  if (Array.isArray(condition)) {
    const [operator, name, operand] = condition.map(String) as [string, string, string];
    return [operator.toLowerCase(), name.replace(/^\$/, '').toLowerCase(), operand];
  }
  const [name = '', operand = ''] = Object.entries(condition as Readonly<Record<string, string>>)[0] ?? [];
  return ['eq', name.toLowerCase(), operand];
}

function policyFailed(what: string): S3Refusal {
  return new S3Refusal('AccessDenied', 403, `Invalid according to Policy: Policy Condition failed: ${what}`);
}
