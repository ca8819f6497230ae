import { monthAfter } from '../../shared/periods/period-lock.ts';
import { accepted } from '../support/http.ts';
import type { Office } from './office.ts';

/** The month after the last closed one: long past, so that nothing else of a test is entered into it. */
export async function monthToClose(office: Office): Promise<string> {
  const { pending, closedThrough } = (await accepted('listPeriods', { as: office.auditor })).body;
  const last = pending?.month ?? closedThrough;
  return last === undefined ? '1990-01' : monthAfter(last);
}
