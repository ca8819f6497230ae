import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { indexes, keyAttributes, ttlAttribute } from '../../shared/table/names.ts';
import { prodChoices, resourcesOf, synthesize } from './synth.ts';

const dev = synthesize('dev');
const prod = synthesize('prod', prodChoices);

describe('the ledger table', () => {
  it('is one table, paid by request, that can be set back to any second of the last weeks', () => {
    dev.stateful.resourceCountIs('AWS::DynamoDB::Table', 1);
    dev.stateful.hasResourceProperties('AWS::DynamoDB::Table', {
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });

  it('has the keys, the stream and the expiry attribute that the code works with', () => {
    dev.stateful.hasResourceProperties('AWS::DynamoDB::Table', {
      KeySchema: [
        { AttributeName: keyAttributes.pk, KeyType: 'HASH' },
        { AttributeName: keyAttributes.sk, KeyType: 'RANGE' },
      ],
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: ttlAttribute, Enabled: true },
    });
  });

  it('has the indexes that the code queries, and projects no more into them than is named', () => {
    dev.stateful.hasResourceProperties('AWS::DynamoDB::Table', {
      GlobalSecondaryIndexes: Object.entries(indexes).map(([IndexName, index]) => ({
        IndexName,
        KeySchema: [
          { AttributeName: index.pk, KeyType: 'HASH' },
          { AttributeName: index.sk, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...index.include] },
      })),
    });
  });

  it('has index names that DynamoDB accepts', () => {
    for (const name of Object.keys(indexes)) {
      expect(name).toMatch(/^[a-zA-Z0-9_.-]{3,255}$/);
    }
  });

  it('projects no personal data into an index', () => {
    const projected = Object.values(indexes).flatMap(({ include }) => include);
    expect(projected).not.toContain('name');
    expect(projected).not.toContain('email');
    expect(projected).not.toContain('phone');
  });

  it('cannot be deleted in prod, not even with its stack', () => {
    const [[, table] = []] = resourcesOf(prod.statefulJson, 'AWS::DynamoDB::Table');
    expect(table?.DeletionPolicy).toBe('Retain');
    expect(table?.Properties.DeletionProtectionEnabled).toBe(true);
  });

  it('forbids everybody in prod, administrators too, to change a journal entry', () => {
    prod.stateful.hasResourceProperties('AWS::DynamoDB::Table', {
      ResourcePolicy: {
        PolicyDocument: {
          Statement: [
            {
              Effect: 'Deny',
              Principal: { AWS: '*' },
              Action: [
                'dynamodb:BatchWriteItem',
                'dynamodb:DeleteItem',
                'dynamodb:PartiQLDelete',
                'dynamodb:PartiQLUpdate',
                'dynamodb:UpdateItem',
              ],
              Condition: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['E#*'] } },
            },
          ],
        },
      },
    });
    dev.stateful.hasResourceProperties('AWS::DynamoDB::Table', { ResourcePolicy: Match.absent() });
  });
});
