import type * as contracts from '../../shared/contracts/customers.ts';
import { createCustomer } from '../../shared/customers/create-customer.ts';
import { getCustomer } from '../../shared/customers/get-customer.ts';
import { searchCustomers } from '../../shared/customers/search-customers.ts';
import { updateCustomer } from '../../shared/customers/update-customer.ts';
import { customerChangeSchema, newCustomerSchema } from '../../shared/model/customer.ts';
import type { CustomerId } from '../../shared/model/ids.ts';
import { type Company, freshCompany } from '../support/company.ts';
import { freshLedger, type TestLedger } from '../support/ledger.ts';

type Caller = Pick<Company['clerk'], 'actor'>;

/** A company seen from the customers' desk: each call names only what its test is about. */
export async function freshOffice(through: (ledger: TestLedger) => TestLedger = (ledger) => ledger) {
  const company = await freshCompany(through(await freshLedger()));
  const { context, clerk, input } = company;
  const office = {
    ...company,
    create: (fields: object, key: string, by: Caller = clerk) =>
      createCustomer(
        context,
        by,
        input<typeof contracts.createCustomer>({ body: newCustomerSchema.parse(fields), idempotencyKey: key }),
      ),
    get: async (id: string, by: Caller = clerk) =>
      getCustomer(context, by, input<typeof contracts.getCustomer>({ params: { customerId: id as CustomerId } })),
    update: (id: string, change: object, ifMatch: string, key: string, by: Caller = clerk) =>
      updateCustomer(
        context,
        by,
        input<typeof contracts.updateCustomer>({
          params: { customerId: id as CustomerId },
          body: customerChangeSchema.parse(change),
          idempotencyKey: key,
          ifMatch,
        }),
      ),
    search: async (q: string, page: { limit?: number; cursor?: string } = {}) =>
      (
        await searchCustomers(
          context,
          clerk,
          input<typeof contracts.searchCustomers>({
            query: { q, limit: page.limit ?? 20, cursor: page.cursor },
          }),
        )
      ).body,
    /** The numbers of the customers a search finds, sorted. */
    found: async (q: string) => (await office.search(q, { limit: 100 })).items.map(({ number }) => number).sort(),
  };
  return office;
}

export type Office = Awaited<ReturnType<typeof freshOffice>>;
