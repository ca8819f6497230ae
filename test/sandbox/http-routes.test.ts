import { describe, expect, test } from 'vitest';
import { matchRoute } from '../../sandbox/http-routes.ts';

const routes = [
  'GET /charges',
  'GET /charges/{id}',
  'GET /charges/open',
  'ANY /charges/{id}',
  'ANY /files/{path+}',
  '$default',
].map((key) => ({
  key,
}));

describe('a request', () => {
  test.each([
    ['GET', '/charges', 'GET /charges', {}],
    ['GET', '/charges/chg_1', 'GET /charges/{id}', { id: 'chg_1' }],
    ['GET', '/charges/open', 'GET /charges/open', {}],
    ['PUT', '/charges/chg_1', 'ANY /charges/{id}', { id: 'chg_1' }],
    ['GET', '/files/a/b%20c', 'ANY /files/{path+}', { path: 'a/b c' }],
    ['GET', '/charges/', '$default', {}],
    ['POST', '/charges', '$default', {}],
  ])('%s %s goes to the most specific route, %s', (method, path, key, parameters) => {
    expect(matchRoute(routes, method, path)).toMatchObject({ route: { key }, parameters });
  });

  test('finds nothing when no route is its own', () => {
    expect(matchRoute([{ key: 'GET /charges' }], 'GET', '/charge')).toBeUndefined();
  });
});
