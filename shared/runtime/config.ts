import { invariant } from '../errors/invariant.ts';

/** Reads a setting the stack gives the function; a missing one is a fault of the deployment, said by name. */
export function setting(name: string): string {
  const value = process.env[name];
  invariant(value !== undefined && value !== '', `the environment variable ${name} is set`);
  return value;
}
