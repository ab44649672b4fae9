import type { ReadAction, WriteAction } from './constructs/store.ts';

// the definitions version by itself, then what is live in batches
export const live: readonly ReadAction[] = ['dynamodb:GetItem', 'dynamodb:BatchGetItem'];
// the nodes of people in batches, the pages of a person by query
export const people: readonly ReadAction[] = ['dynamodb:BatchGetItem', 'dynamodb:Query'];
export const query: readonly ReadAction[] = ['dynamodb:Query'];
export const secret: readonly ReadAction[] = ['secretsmanager:GetSecretValue'];
export const get: readonly ReadAction[] = ['dynamodb:GetItem'];
export const put: readonly WriteAction[] = ['dynamodb:PutItem'];
export const update: readonly WriteAction[] = ['dynamodb:UpdateItem'];
export const batchWrite: readonly WriteAction[] = ['dynamodb:BatchWriteItem'];

// why grants stay that no scenario uses: what they are for is rare
export const pages = 'only people with more events than their root remembers have pages';
export const history = 'only conditions that the profile keeps no windows for are answered from the timeline';

// an HTTP API gives up after 30 seconds
export const httpTimeoutSeconds = 29;
