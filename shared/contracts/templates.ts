import * as z from 'zod';
import { chargeTypeSchema, draftContentSchema } from '../model/charge.ts';
import { autofillRulesSchema, templateContentSchema } from '../model/charge-template.ts';
import { customerGroupSchema } from '../model/customer.ts';
import { customerIdSchema, templateIdSchema } from '../model/ids.ts';
import { staffRoles } from '../model/role.ts';
import { paragraphSchema } from '../model/text.ts';
import { draftContentWire } from './draft-content.ts';
import { defineOperation } from './operation.ts';
import { pageOf, pagingShape } from './paging.ts';

const { period: _, vouchers: __, effectiveDate: ___, ...fillShape } = draftContentWire.shape;
const fillWire = z.object(fillShape).meta({ id: 'ChargeFill' });

const templateWire = z
  .object({
    id: z.string(),
    version: z.number(),
    state: z.string().meta({ description: 'active or retired' }),
    name: z.string(),
    customerGroup: z.string().optional(),
    scenario: z.string().optional(),
    content: fillWire,
    voucherHint: z.string().optional(),
    periodRule: z.string(),
    reviewBy: z.string(),
    isReviewOverdue: z.boolean().meta({ description: 'Nobody looked at it in time: use it with care' }),
    reason: z.string().optional().meta({ description: 'Why it was retired' }),
    changedAt: z.string(),
    changedBy: z.string(),
  })
  .meta({ id: 'ChargeTemplate' });
export type TemplateWire = z.infer<typeof templateWire>;

const params = z.object({ templateId: templateIdSchema });
const keepers = ['finance', 'manager', 'admin'] as const;

export const createTemplate = defineOperation({
  id: 'createTemplate',
  method: 'POST',
  path: '/charge-templates',
  capability: 'templates',
  tag: 'Templates',
  summary: 'Keep a template for charges that come again',
  roles: keepers,
  body: templateContentSchema,
  idempotencyKey: 'required',
  success: { status: 201, description: 'The template', body: templateWire },
  problems: ['USER_DISABLED', 'BUSY'],
});

export const listTemplates = defineOperation({
  id: 'listTemplates',
  method: 'GET',
  path: '/charge-templates',
  capability: 'templates',
  tag: 'Templates',
  summary: 'List templates in their newest version',
  description:
    'With `customerGroup`: those of the group and the general ones. With `type`: those of the type and those that leave it open. A page may hold fewer than `limit`; go on until there is no `nextCursor`.',
  roles: staffRoles,
  query: z.strictObject({
    customerGroup: customerGroupSchema.optional(),
    type: chargeTypeSchema.optional(),
    state: z.enum(['active', 'retired']).default('active'),
    ...pagingShape,
  }),
  success: { status: 200, description: 'Templates', body: pageOf(templateWire) },
  problems: [],
});

export const getTemplate = defineOperation({
  id: 'getTemplate',
  method: 'GET',
  path: '/charge-templates/{templateId}',
  capability: 'templates',
  tag: 'Templates',
  summary: 'Read a template with its earlier versions',
  roles: staffRoles,
  params,
  success: {
    status: 200,
    description: 'The newest version; the ETag is for If-Match',
    body: templateWire
      .extend({ versions: z.array(templateWire).meta({ description: 'All versions, newest first' }) })
      .meta({ id: 'ChargeTemplateVersions' }),
  },
  problems: ['NOT_FOUND'],
});

export const updateTemplate = defineOperation({
  id: 'updateTemplate',
  method: 'PUT',
  path: '/charge-templates/{templateId}',
  capability: 'templates',
  tag: 'Templates',
  summary: 'Change a template, or confirm it until the next review: its next version',
  description: 'A retired template is in use again with its next version.',
  roles: keepers,
  params,
  body: templateContentSchema,
  idempotencyKey: 'required',
  ifMatch: 'required',
  success: { status: 200, description: 'The next version', body: templateWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'VERSION_STALE', 'BUSY'],
});

export const retireTemplate = defineOperation({
  id: 'retireTemplate',
  method: 'POST',
  path: '/charge-templates/{templateId}/retirements',
  capability: 'templates',
  tag: 'Templates',
  summary: 'Take a template out of use; its versions stay',
  roles: keepers,
  params,
  body: z.strictObject({ reason: paragraphSchema(2, 300) }),
  idempotencyKey: 'required',
  ifMatch: 'required',
  success: { status: 201, description: 'The retired version', body: templateWire },
  problems: ['USER_DISABLED', 'NOT_FOUND', 'VERSION_STALE', 'BUSY'],
});

const autofillRulesWire = z
  .object({
    version: z.number().meta({ description: '0 while no rules were ever published' }),
    publishedAt: z.string().optional(),
    publishedBy: z.string().optional(),
    rules: z.array(
      z.object({
        name: z.string(),
        when: z.object({
          customerGroup: z.string().optional(),
          customerKind: z.string().optional(),
          type: z.string().optional(),
          reasonCode: z.string().optional(),
          currency: z.string().optional(),
        }),
        fill: fillWire,
        periodRule: z.string(),
      }),
    ),
  })
  .meta({ id: 'AutofillRules' });

export const getAutofillRules = defineOperation({
  id: 'getAutofillRules',
  method: 'GET',
  path: '/policies/autofill',
  capability: 'policies',
  tag: 'Policies',
  summary: 'The rules that fill in charges',
  roles: staffRoles,
  success: { status: 200, description: 'The rules; the ETag is for publishing', body: autofillRulesWire },
  problems: [],
});

export const publishAutofillRules = defineOperation({
  id: 'publishAutofillRules',
  method: 'POST',
  path: '/policies/autofill',
  capability: 'policies',
  tag: 'Policies',
  summary: 'Replace the rules that fill in charges',
  description: 'A rule fits when everything it names in `when` is so; of several that fit, the first fills a field.',
  roles: ['admin'],
  body: autofillRulesSchema,
  idempotencyKey: 'required',
  ifMatch: 'required',
  success: { status: 201, description: 'The rules as they are now in force', body: autofillRulesWire },
  problems: ['USER_DISABLED', 'VERSION_STALE', 'BUSY'],
});

const filledWire = z
  .object({
    customerId: z.string(),
    customerNumber: z.string(),
    currency: z
      .string()
      .optional()
      .meta({ description: 'What the customer is charged in, where no amount could be filled in' }),
    content: draftContentWire,
    sources: z.array(
      z.object({
        pointer: z.string().meta({ description: 'JSON Pointer into `content`, or to a field beside it' }),
        source: z.enum(['given', 'rule', 'template', 'history', 'customer']),
        id: z.string().optional().meta({ description: 'The template or charge it was taken from' }),
        explanation: z.string(),
      }),
    ),
    voucherHint: z.string().optional().meta({ description: 'Which vouchers the template asks for' }),
  })
  .meta({ id: 'FilledCharge' });
export type FilledWire = z.infer<typeof filledWire>;

export const autofillCharge = defineOperation({
  id: 'autofillCharge',
  method: 'POST',
  path: '/charge-autofill',
  capability: 'templates',
  tag: 'Templates',
  summary: 'Fill in a charge from rules, a template, the customer’s history and the customer',
  description:
    'Writes nothing. What is given is never changed; then rules come before the template, the template before the newest posted charge of the same type, that before the customer. Each value says where it comes from. The answer’s content is what a draft takes.',
  roles: ['clerk', 'manager'],
  body: z.strictObject({
    customerId: customerIdSchema,
    templateId: templateIdSchema.optional(),
    given: draftContentSchema.default({}),
  }),
  success: { status: 200, description: 'The charge so far', body: filledWire },
  problems: ['USER_DISABLED', 'CUSTOMER_NOT_FOUND', 'TEMPLATE_NOT_FOUND'],
});
