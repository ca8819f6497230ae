import * as z from 'zod';
import { defineOperation } from './operation.ts';

export const getOpenApi = defineOperation({
  id: 'getOpenApi',
  method: 'GET',
  path: '/openapi.json',
  capability: 'documentation',
  tag: 'Documentation',
  summary: 'This API as OpenAPI 3.1',
  roles: 'public',
  success: { status: 200, description: 'OpenAPI document', contentType: 'application/json' },
  problems: [],
});

export const getDocs = defineOperation({
  id: 'getDocs',
  method: 'GET',
  path: '/docs',
  capability: 'documentation',
  tag: 'Documentation',
  summary: 'This API as a readable page',
  roles: 'public',
  success: { status: 200, description: 'HTML page', contentType: 'text/html; charset=utf-8' },
  problems: [],
});

export const getProblem = defineOperation({
  id: 'getProblem',
  method: 'GET',
  path: '/problems/{code}',
  capability: 'documentation',
  tag: 'Documentation',
  summary: 'What a problem means and the way out',
  roles: 'public',
  params: z.object({ code: z.string().max(60) }),
  success: { status: 200, description: 'HTML page', contentType: 'text/html; charset=utf-8' },
  problems: ['NOT_FOUND'],
});
