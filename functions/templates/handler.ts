import * as templatesContracts from '../../shared/contracts/templates.ts';
import { httpFunction } from '../../shared/runtime/http.ts';
import { ledgerContext } from '../../shared/runtime/ledger-context.ts';
import { autofillCharge } from '../../shared/templates/autofill-charge.ts';
import { createTemplate } from '../../shared/templates/create-template.ts';
import { getTemplate } from '../../shared/templates/get-template.ts';
import { listTemplates } from '../../shared/templates/list-templates.ts';
import { retireTemplate } from '../../shared/templates/retire-template.ts';
import { updateTemplate } from '../../shared/templates/update-template.ts';

/** Templates and autofill: contracts in `shared/contracts/templates.ts`. */
export const handler = httpFunction('templates', [templatesContracts], {
  createTemplate: (input, call) => createTemplate(ledgerContext(), call, input),
  listTemplates: (input) => listTemplates(ledgerContext(), input),
  getTemplate: (input) => getTemplate(ledgerContext(), input),
  updateTemplate: (input, call) => updateTemplate(ledgerContext(), call, input),
  retireTemplate: (input, call) => retireTemplate(ledgerContext(), call, input),
  autofillCharge: (input, call) => autofillCharge(ledgerContext(), call, input),
});
