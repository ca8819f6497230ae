import * as z from 'zod';
import { paragraphSchema } from '../model/text.ts';
import { defineOperation } from './operation.ts';

/** Whatever is no token of ours is an unknown one. */
const tokenParams = z.object({ token: z.string().max(80) });

export const getFeedbackPage = defineOperation({
  id: 'getFeedbackPage',
  method: 'GET',
  path: '/feedback/{token}',
  capability: 'feedback',
  tag: 'Feedback',
  summary: 'The page behind the one-time link in a customer’s notice',
  roles: 'public',
  params: tokenParams,
  success: { status: 200, description: 'HTML page', contentType: 'text/html; charset=utf-8' },
  problems: ['NOT_FOUND'],
});

export const giveFeedback = defineOperation({
  id: 'giveFeedback',
  method: 'POST',
  path: '/feedback/{token}',
  capability: 'feedback',
  tag: 'Feedback',
  summary: 'Say once, through the link, how clear a charge was',
  description: 'The link itself makes it safe to repeat: the same answer again is answered again, another is refused.',
  roles: 'public',
  params: tokenParams,
  body: z.strictObject({ rating: z.number().int().min(1).max(5), text: paragraphSchema(0, 1000).default('') }),
  success: {
    status: 201,
    description: 'What was kept',
    body: z.object({ rating: z.number(), text: z.string(), givenAt: z.string() }).meta({ id: 'Feedback' }),
  },
  problems: ['NOT_FOUND', 'FEEDBACK_GIVEN', 'BUSY'],
});
