import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { unlogged } from './unlogged.ts';

// made on first use, so that a bundle only pays for the clients its handler calls
let dynamo: DynamoDBClient | undefined;
let kinesis: KinesisClient | undefined;
let s3: S3Client | undefined;
let secrets: SecretsManagerClient | undefined;
let states: SFNClient | undefined;

export const dynamoClient = (): DynamoDBClient => (dynamo ??= unlogged(new DynamoDBClient({})));
export const kinesisClient = (): KinesisClient => (kinesis ??= unlogged(new KinesisClient({})));
export const s3Client = (): S3Client => (s3 ??= new S3Client({ forcePathStyle: true }));
export const secretsClient = (): SecretsManagerClient => (secrets ??= new SecretsManagerClient({}));
export const statesClient = (): SFNClient => (states ??= new SFNClient({}));
