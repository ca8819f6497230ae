import type { getProblem as getProblemContract } from '../contracts/documentation.ts';
import type { InputOf } from '../contracts/operation.ts';
import { DomainError } from '../errors/domain-error.ts';
import { docsPage } from './docs-page.ts';
import type { OpenApiDocument } from './open-api-document.ts';
import { problemPage } from './problem-page.ts';

/** The generated OpenAPI document as it is. */
export function getOpenApi(document: OpenApiDocument): { body: string } {
  return { body: JSON.stringify(document) };
}

/** Written once a document: it never changes while the function lives. */
const written = new WeakMap<OpenApiDocument, string>();

/** The whole API as one page to read. */
export function getDocs(document: OpenApiDocument): { body: string } {
  const body = written.get(document) ?? docsPage(document);
  written.set(document, body);
  return { body };
}

/** The page about one problem; refuses a code that is not in the catalogue with NOT_FOUND. */
export function getProblem({ params }: InputOf<typeof getProblemContract>): { body: string } {
  const body = problemPage(params.code);
  if (body === undefined) throw new DomainError('NOT_FOUND');
  return { body };
}
