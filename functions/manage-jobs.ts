import { randomUUID } from 'node:crypto';
import { jobRoutes } from './admin/job-routes.ts';
import { dynamoClient, s3Client } from './aws/clients/clients.ts';
import { dynamoProfileStore } from './aws/dynamo-profile-store.ts';
import { s3PayloadReader } from './aws/s3-payload-store.ts';
import { adminHttp } from './lib/admin-http.ts';
import { readEnv } from './lib/env.ts';
import { logger } from './lib/observability.ts';
import { findRoot } from './profiles/find-root.ts';
import { dynamoJobStore } from './providers/dynamo-job-store.ts';

const env = readEnv('JOBS_TABLE', 'PROFILES_TABLE', 'EXPORTS_BUCKET');
const dynamo = dynamoClient();
const profiles = dynamoProfileStore(dynamo, env.PROFILES_TABLE);

/** The admin API for work on one person that takes a while. */
export const handler = adminHttp(
  jobRoutes({
    jobs: dynamoJobStore(dynamo, env.JOBS_TABLE),
    parts: s3PayloadReader(s3Client, env.EXPORTS_BUCKET),
    newJobId: randomUUID,
    isProfile: async (id) => (await findRoot({ profiles }, id)) !== undefined,
    audit: (record) => logger.info('job asked for', { audit: record }),
  }),
);
