import { callerProblems } from './catalogue/caller-problems.ts';
import { chargeProblems } from './catalogue/charge-problems.ts';
import { moneyProblems } from './catalogue/money-problems.ts';
import { reviewProblems } from './catalogue/review-problems.ts';

/** Every refusal of the API: one line of truth for status, texts and problem pages (house-style, Errors). */
export const catalogue = { ...callerProblems, ...reviewProblems, ...chargeProblems, ...moneyProblems } as const;

export type ProblemCode = keyof typeof catalogue;
export const problemCodes = Object.keys(catalogue) as ProblemCode[];
