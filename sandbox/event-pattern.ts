import type { Json, JsonObject } from './template.ts';

export type Matcher = (event: Json | undefined) => boolean;

/**
 * Compiles a filter of an event source mapping, in EventBridge's pattern language. An operator the sandbox does not know is an
 * error at start-up, because a filter that lets the wrong records through would hide a fault of the deployed application.
 */
export function compilePattern(pattern: Json): Matcher {
  if (!isObject(pattern)) throw new Error(`A filter pattern must be an object, not ${JSON.stringify(pattern)}.`);
  const fields = Object.entries(pattern).map(([name, part]) => compileField(name, part));
  return (event) => fields.every((matches) => matches(isObject(event) ? event : {}));
}

function compileField(name: string, part: Json): (event: JsonObject) => boolean {
  if (name === '$or') {
    const choices = (part as Json[]).map(compilePattern);
    return (event) => choices.some((matches) => matches(event));
  }
  const matches = Array.isArray(part) ? compileLeaf(part) : compilePattern(part);
  return (event) => matches(event[name]);
}

function compileLeaf(options: Json[]): Matcher {
  const tests = options.map(compileTest);
  return (value) => {
    const candidates = Array.isArray(value) && value.length > 0 ? value : [value];
    return candidates.some((candidate) => tests.some((matches) => matches(candidate as Json | undefined)));
  };
}

function compileTest(option: Json): Matcher {
  if (!isObject(option)) return (value) => value === option;
  const [operator, operand, ...rest] = Object.entries(option).flat() as [string, Json, ...Json[]];
  if (rest.length > 0) throw unknownOperator(option);
  switch (operator) {
    case 'exists':
      return (value) => (value !== undefined && !isObject(value)) === operand;
    case 'prefix':
      return (value) => typeof value === 'string' && value.startsWith(needText(operand, option));
    case 'suffix':
      return (value) => typeof value === 'string' && value.endsWith(needText(operand, option));
    case 'equals-ignore-case':
      return (value) => typeof value === 'string' && value.toLowerCase() === needText(operand, option).toLowerCase();
    case 'anything-but': {
      const excluded = Array.isArray(operand) ? operand.map(compileTest) : [compileTest(operand)];
      return (value) => value !== undefined && !isObject(value) && !excluded.some((matches) => matches(value));
    }
    case 'numeric':
      return compileNumeric(operand, option);
    default:
      throw unknownOperator(option);
  }
}

function compileNumeric(operand: Json, option: Json): Matcher {
  if (!Array.isArray(operand) || operand.length % 2 !== 0) throw unknownOperator(option);
  const compare: Record<string, (value: number, limit: number) => boolean> = {
    '=': (value, limit) => value === limit,
    '<': (value, limit) => value < limit,
    '<=': (value, limit) => value <= limit,
    '>': (value, limit) => value > limit,
    '>=': (value, limit) => value >= limit,
  };
  const tests = Array.from({ length: operand.length / 2 }, (_, index) => {
    const test = compare[String(operand[2 * index])];
    if (test === undefined) throw unknownOperator(option);
    return (value: number) => test(value, Number(operand[2 * index + 1]));
  });
  // DynamoDB writes numbers as text, and the filter of a mapping compares them as numbers all the same.
  return (value) => value !== undefined && value !== null && value !== '' && tests.every((test) => test(Number(value)));
}

function needText(operand: Json, option: Json): string {
  if (typeof operand !== 'string') throw unknownOperator(option);
  return operand;
}

function unknownOperator(option: Json): Error {
  return new Error(
    `The sandbox does not know the filter ${JSON.stringify(option)}: teach it in sandbox/event-pattern.ts.`,
  );
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
