import { describe, expect, test } from 'vitest';
import { refuseUnknownResources } from '../../sandbox/resource-types.ts';
import { applicationOf } from './small-application.ts';

/** What a property of a bucket tag comes to. */
function resolved(value: unknown, rest: object = {}): unknown {
  const application = applicationOf({
    Resources: { Tried: { Type: 'AWS::S3::Bucket', Properties: { value } } },
    ...rest,
  });
  return application.resources[0]?.properties['value'];
}

describe('the synthesized template', () => {
  test('joins, splits, selects and substitutes text', () => {
    expect(resolved({ 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }, 'b']] })).toBe('a-ap-southeast-1-b');
    expect(resolved({ 'Fn::Select': [1, { 'Fn::Split': ['|', 'x|y|z'] }] })).toBe('y');
    const text = ['AWS::StackName', 'Own', '!Literal'].map((name) => `\${${name}}`).join('/');
    expect(resolved({ 'Fn::Sub': [text, { Own: 'mine' }] })).toBe(`stack1/mine/\${Literal}`);
  });

  test('gives the names of resources the same after every start', () => {
    const value = { 'Fn::GetAtt': ['Tried', 'Arn'] };
    expect(resolved(value)).toBe('arn:aws:s3:::stack1-tried');
    expect(resolved(value)).toBe(resolved(value));
  });

  test('chooses by conditions and leaves out what has no value', () => {
    const rest = { Conditions: { Yes: { 'Fn::Equals': ['a', 'a'] }, No: { 'Fn::Not': [{ Condition: 'Yes' }] } } };
    expect(resolved({ 'Fn::If': ['Yes', 'kept', 'other'] }, rest)).toBe('kept');
    expect(resolved({ one: 1, two: { 'Fn::If': ['No', 2, { Ref: 'AWS::NoValue' }] } }, rest)).toEqual({ one: 1 });
  });

  test('reads what one stack exports and another imports', () => {
    const application = applicationOf(
      {
        Resources: { Table: { Type: 'AWS::DynamoDB::Table' } },
        Outputs: { T: { Value: { Ref: 'Table' }, Export: { Name: 'table' } } },
      },
      { Resources: { User: { Type: 'AWS::S3::Bucket', Properties: { table: { 'Fn::ImportValue': 'table' } } } } },
    );
    expect(application.ofType('AWS::S3::Bucket')[0]?.properties['table']).toBe('stack1-Table');
  });

  test('is refused with type and logical id when it has a resource nobody taught the sandbox', () => {
    const application = applicationOf({ Resources: { Cache: { Type: 'AWS::ElastiCache::ReplicationGroup' } } });
    expect(() => refuseUnknownResources(application)).toThrow('AWS::ElastiCache::ReplicationGroup (Cache in stack1)');
  });

  test('is refused when it uses a function or an attribute nobody taught the sandbox', () => {
    expect(() => resolved({ 'Fn::Cidr': ['10.0.0.0/8', 1] })).toThrow('Fn::Cidr');
    expect(() => resolved({ 'Fn::GetAtt': ['Tried', 'Colour'] })).toThrow('attribute Colour of AWS::S3::Bucket (Tried');
  });
});
