import { taskRoles } from '../model/task.ts';
import type { User } from '../model/user.ts';

/** Whether somebody works here and has a role that works on tasks. */
export function mayWork(user: User | undefined): boolean {
  return user !== undefined && !user.disabled && taskRoles.some((role) => user.roles.includes(role));
}
