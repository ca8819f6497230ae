import { isBeingWritten, type RequestCase } from '../model/request-case.ts';

/** Whether a file of a request may give way to another: not once somebody approved on it, nor when all is decided. */
export function mayReplaceFiles(request: RequestCase): boolean {
  if (isBeingWritten(request)) return request.state === 'draft';
  return request.state === 'returned' || (request.state === 'in-review' && request.approvers.length === 0);
}
