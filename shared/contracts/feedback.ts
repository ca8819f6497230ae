import * as z from 'zod';
import { paragraphSchema } from '../model/text.ts';
import { defineOperation } from './operation.ts';

/** Any text: what is no token of ours answers LINK_INVALID, as an old one does. */
const tokenParams = z.object({ token: z.string() });

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
  refusals: 'page',
  problems: ['LINK_INVALID'],
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
  problems: ['LINK_INVALID', 'FEEDBACK_GIVEN', 'BUSY'],
});
