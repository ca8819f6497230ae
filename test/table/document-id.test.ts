import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chargeIdSchema } from '../../shared/model/ids.ts';
import { bodyFingerprint, documentId, fingerprint } from '../../shared/table/document-id.ts';

describe('the id of a document', () => {
  it('never changes for the same caller, operation and key: a request sent again years later meets its document', () => {
    expect(documentId('chg', 'wang.fang', 'submitCharge', 'key-1')).toBe('chg_qwsuzxn53af5dbgnvdze6uo3ls');
    expect(documentId('cus', '李娜', 'createCustomer', '键')).toBe('cus_vh3avnelyfqos2btzfd3qzrs4k');
  });

  it('is another for another caller, operation or key', () => {
    const ids = [
      documentId('chg', 'wang.fang', 'submitCharge', 'key-1'),
      documentId('chg', 'li.na', 'submitCharge', 'key-1'),
      documentId('chg', 'wang.fang', 'submitRefund', 'key-1'),
      documentId('chg', 'wang.fang', 'submitCharge', 'key-2'),
      documentId('chg', 'wang.fang', 'submitCharge', 'KEY-1'),
      documentId('chg', 'wang.fang', 'submitCharge', 'key-1 '),
    ];
    expect(new Set(ids).size).toBe(6);
  });

  it('keeps words apart, wherever they are cut', async () => {
    const words = fc.tuple(fc.string(), fc.string(), fc.string());
    await fc.assert(
      fc.property(words, words, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(documentId('chg', ...one) === documentId('chg', ...other)).toBe(same);
      }),
    );
    expect(documentId('chg', 'a', 'bc', 'd')).not.toBe(documentId('chg', 'ab', 'c', 'd'));
    expect(documentId('chg', 'a","b', 'c', 'd')).not.toBe(documentId('chg', 'a', 'b', 'c","d'));
  });

  it('is one the API takes', async () => {
    await fc.assert(
      fc.property(fc.string(), (key) => {
        expect(chargeIdSchema.safeParse(documentId('chg', 'wang.fang', 'submitCharge', key)).success).toBe(true);
      }),
    );
  });
});

describe('a print', () => {
  it('has 12 letters and never changes: histories keep it', () => {
    expect(fingerprint('wang.fang', 'key-1')).toBe('vckrsfto6wul');
    expect(bodyFingerprint({ amount: { minor: 125_000n, currency: 'CNY' }, lines: ['b', 'a'] })).toBe('db5vnt3babps');
  });

  const body = fc.dictionary(
    fc.string({ maxLength: 3 }),
    fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string(), { maxLength: 2 })),
    { maxKeys: 6, noNullPrototype: true },
  );

  it('of a body ignores the order of its fields, at every depth', async () => {
    const turned = (value: object) => Object.fromEntries(Object.entries(value).reverse());
    await fc.assert(
      fc.property(body, body, (outer, inner) => {
        expect(bodyFingerprint(turned({ ...outer, inner: turned(inner) }))).toBe(bodyFingerprint({ ...outer, inner }));
      }),
    );
  });

  it('of a body ignores a field that is absent', () => {
    expect(bodyFingerprint({ a: 1, b: undefined })).toBe(bodyFingerprint({ a: 1 }));
  });

  it('is another for other content', () => {
    const bodies: unknown[] = [
      {},
      [],
      null,
      '',
      { a: null },
      { a: '' },
      { a: 1 },
      { a: '1' },
      { a: true },
      { a: [] },
      { a: {} },
      { a: 1n },
      { a: -1n },
      { a: 1, b: 2 },
      { a: 2, b: 1 },
      { b: 1 },
      { a: { b: 1 } },
      { a: ['x', 'y'] },
      { a: ['y', 'x'] },
      { a: ['x,y'] },
      { a: [['x', 'y']] },
      { a: [['x'], 'y'] },
      { a: '补收' },
      { a: '补\u0000收' },
    ];
    expect(new Set(bodies.map(bodyFingerprint)).size).toBe(bodies.length);
  });

  it('of different bodies is different', async () => {
    const sorted = (value: Record<string, unknown>) =>
      JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
    await fc.assert(
      fc.property(body, body, (one, other) => {
        expect(bodyFingerprint(one) === bodyFingerprint(other)).toBe(sorted(one) === sorted(other));
      }),
    );
  });
});
