import { memberRoutes } from './admin/member-routes.ts';
import { profileRoutes } from './admin/profile-routes.ts';
import { dynamoClient } from './aws/clients.ts';
import { dynamoDefinitionStore } from './aws/dynamo-definition-store.ts';
import { dynamoMembershipReader } from './aws/dynamo-memberships.ts';
import { dynamoProfileStore } from './aws/dynamo-profile-store.ts';
import { dynamoTimelineStore } from './aws/dynamo-timeline-store.ts';
import { loadIdentityKey } from './aws/identity-key.ts';
import { adminHttp } from './lib/admin-http.ts';
import { readEnv } from './lib/env.ts';
import { liveRulesReader } from './profiles/live-rules.ts';
import { readProfile } from './profiles/read-profile.ts';

const env = readEnv(
  'PROFILES_TABLE',
  'TIMELINE_TABLE',
  'MEMBERSHIPS_TABLE',
  'DEFINITIONS_TABLE',
  'IDENTITY_SECRET',
);
const dynamo = dynamoClient();
const definitions = dynamoDefinitionStore(dynamo, env.DEFINITIONS_TABLE);
const profilePorts = {
  profiles: dynamoProfileStore(dynamo, env.PROFILES_TABLE),
  timeline: dynamoTimelineStore(dynamo, env.TIMELINE_TABLE),
  loadRules: liveRulesReader(definitions),
  loadIdentityKey: () => loadIdentityKey(env.IDENTITY_SECRET),
};

/** The admin API for reading: who someone is, and who is in a segment. */
export const handler = adminHttp([
  ...profileRoutes((query, now) => readProfile(profilePorts, query, now)),
  ...memberRoutes({ definitions, memberships: dynamoMembershipReader(dynamo, env.MEMBERSHIPS_TABLE) }),
]);
