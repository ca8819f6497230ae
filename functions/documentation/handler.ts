import openApi from '../../docs/openapi.json' with { type: 'json' };
import * as documentationContracts from '../../shared/contracts/documentation.ts';
import { getDocs, getOpenApi, getProblem } from '../../shared/documentation/get-documentation.ts';
import { httpFunction } from '../../shared/runtime/http.ts';

/** The documentation everybody may read: contracts in `shared/contracts/documentation.ts`. */
export const handler = httpFunction('documentation', [documentationContracts], {
  getOpenApi: () => getOpenApi(openApi),
  getDocs: () => getDocs(openApi),
  getProblem: (input) => getProblem(input),
});
