import * as z from 'zod';

/** What a person may do; also the names of the Cognito groups (product.md, Roles). */
export const roles = ['clerk', 'reviewer', 'finance', 'manager', 'cashier', 'auditor', 'admin', 'customer'] as const;

export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

/** Roles that may hold an approval stage. */
export const approvingRoles = ['reviewer', 'finance', 'manager'] as const satisfies readonly Role[];
export const approvingRoleSchema = z.enum(approvingRoles);
export type ApprovingRole = z.infer<typeof approvingRoleSchema>;

/** Everybody who works for the company, that is every role but the customer's own. */
export const staffRoles = roles.filter((role) => role !== 'customer');
