import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { expect, inject, test } from 'vitest';

test('every test run has a DynamoDB Local of its own that answers', async () => {
  const client = new DynamoDBClient({
    endpoint: inject('dynamodbEndpoint'),
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const answer = await client.send(new ListTablesCommand({}));
  expect(answer.TableNames).toBeInstanceOf(Array);
  client.destroy();
});
