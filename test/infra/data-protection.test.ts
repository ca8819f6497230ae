import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { roles } from '../../shared/model/role.ts';
import { resourcesOf, synthesize } from './synth.ts';

const dev = synthesize('dev');

describe('every bucket', () => {
  const buckets = resourcesOf(dev.statefulJson, 'AWS::S3::Bucket');

  it('is closed to the public and encrypted', () => {
    expect(buckets).toHaveLength(3);
    dev.stateful.allResourcesProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    });
  });

  it('answers over TLS only', () => {
    const refusing = resourcesOf(dev.statefulJson, 'AWS::S3::BucketPolicy').filter(([, policy]) =>
      JSON.stringify(policy).includes('"Effect":"Deny","Principal":{"AWS":"*"}'),
    );
    expect(refusing).toHaveLength(buckets.length);
    dev.stateful.allResourcesProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
  });
});

describe('vouchers', () => {
  it('keep replaced versions for a while and imported tables a year, forget unfinished uploads, and take uploads from the named origins', () => {
    dev.stateful.hasResourceProperties('AWS::S3::Bucket', {
      VersioningConfiguration: { Status: 'Enabled' },
      CorsConfiguration: { CorsRules: [Match.objectLike({ AllowedOrigins: ['http://localhost:5173'] })] },
      LifecycleConfiguration: {
        Rules: [
          Match.objectLike({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }),
          Match.objectLike({ Prefix: 'imports/', ExpirationInDays: 400 }),
          Match.objectLike({ NoncurrentVersionExpiration: { NoncurrentDays: 90 } }),
          Match.objectLike({ Transitions: [{ StorageClass: 'STANDARD_IA', TransitionInDays: 90 }] }),
        ],
      },
    });
  });
});

describe('the audit trail', () => {
  it('is kept in objects that cannot be overwritten or deleted before their time', () => {
    dev.stateful.hasResourceProperties('AWS::S3::Bucket', {
      ObjectLockEnabled: true,
      VersioningConfiguration: { Status: 'Enabled' },
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } },
      },
    });
  });
});

describe('the user directory', () => {
  it('lets only an admin add people, who sign in by user name', () => {
    dev.stateful.hasResourceProperties('AWS::Cognito::UserPool', {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      UsernameConfiguration: { CaseSensitive: false },
      UsernameAttributes: Match.absent(),
      AliasAttributes: Match.absent(),
    });
  });

  it('asks for long, mixed passwords and offers a one-time code, never a text message', () => {
    dev.stateful.hasResourceProperties('AWS::Cognito::UserPool', {
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      Policies: {
        PasswordPolicy: {
          MinimumLength: 12,
          RequireLowercase: true,
          RequireUppercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
          TemporaryPasswordValidityDays: 3,
        },
      },
    });
  });

  it('has a client without a secret that signs in with a password', () => {
    dev.stateful.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      ExplicitAuthFlows: Match.arrayWith([
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
      ]),
      GenerateSecret: false,
      PreventUserExistenceErrors: 'ENABLED',
    });
  });

  it('has one group for each role', () => {
    const groups = resourcesOf(dev.statefulJson, 'AWS::Cognito::UserPoolGroup');
    expect(groups.map(([, { Properties }]) => Properties.GroupName).sort()).toEqual([...roles].sort());
  });
});

describe('every queue', () => {
  it('is encrypted and refuses what does not come over TLS', () => {
    dev.stateless.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
    dev.stateless.resourceCountIs('AWS::SQS::QueuePolicy', resourcesOf(dev.statelessJson, 'AWS::SQS::Queue').length);
    dev.stateless.allResourcesProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
  });
});

describe('a deployment', () => {
  it('says how its data is named', () => {
    for (const output of ['TableName', 'VoucherBucketName', 'AuditBucketName', 'UserPoolId', 'UserPoolClientId']) {
      dev.stateful.hasOutput(output, {});
    }
  });
});
