import type { DocumentedOperation } from './open-api-document.ts';

/** The call of one operation as a command for a shell; `$API` and `$TOKEN` stand for the address and the token. */
export function curlExample(operation: DocumentedOperation): string {
  const { method, parameters, requestBody } = operation;
  const body = requestBody?.content['application/json']?.example;
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}"$API${pathWithExamples(operation)}"`,
    ...(operation['x-roles'] === 'public' ? [] : ['-H "Authorization: Bearer $TOKEN"']),
    ...parameters
      .filter((parameter) => parameter.in === 'header' && parameter.required === true)
      .map(({ name, example }) => `-H ${quoted(`${name}: ${example ?? ''}`)}`),
    ...(body === undefined
      ? []
      : ["-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(body, null, 2))}`]),
  ];
  return lines.join(' \\\n  ');
}

function pathWithExamples({ path, parameters }: DocumentedOperation): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    return encodeURIComponent(parameters.find((parameter) => parameter.name === name)?.example ?? name);
  });
  const query = parameters
    .filter((parameter) => parameter.in === 'query' && parameter.example !== undefined)
    .map(({ name, example }) => `${name}=${encodeURIComponent(example ?? '')}`);
  return query.length === 0 ? filled : `${filled}?${query.join('&')}`;
}

/** A word for a POSIX shell in single quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
