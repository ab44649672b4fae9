import { explainRoutes } from './admin/explain-routes.ts';
import { splitRoutes } from './admin/job-routes.ts';
import { memberRoutes, previewRoutes } from './admin/member-routes.ts';
import { profileRoutes } from './admin/profile-routes.ts';
import { timelineRoutes } from './admin/timeline-routes.ts';
import { dynamoClient } from './aws/clients/clients.ts';
import { loadIdentityKey } from './aws/clients/identity-key.ts';
import { dynamoDefinitionStore } from './aws/dynamo-definition-store.ts';
import { dynamoMembershipReader } from './aws/dynamo-memberships.ts';
import { dynamoProfileStore } from './aws/dynamo-profile-store.ts';
import { dynamoTimelineReader, dynamoTimelineStore } from './aws/dynamo-timeline-store.ts';
import { adminHttp } from './lib/admin-http.ts';
import { readEnv } from './lib/env.ts';
import { findPerson, findRoot } from './profiles/find-root.ts';
import { liveRulesReader } from './profiles/live-rules.ts';
import { bringUp } from './profiles/load-world.ts';
import { profileIdsOf, readProfile } from './profiles/read-profile.ts';
import { dynamoJourneyReader } from './providers/dynamo-journey-reader.ts';
import { dynamoMergeStore } from './providers/dynamo-merge-store.ts';
import { dynamoRootScan } from './providers/dynamo-root-scan.ts';
import { previewSegment } from './reactions/preview-segment.ts';
import { previewSplit } from './reactions/split-profile.ts';
import { describeMembers } from './runs/describe-members.ts';
import { journeyRoutes } from './runs/journey-routes.ts';

const env = readEnv(
  'PROFILES_TABLE',
  'TIMELINE_TABLE',
  'MEMBERSHIPS_TABLE',
  'JOURNEYS_TABLE',
  'DEFINITIONS_TABLE',
  'IDENTITY_SECRET',
);
const dynamo = dynamoClient();
const definitions = dynamoDefinitionStore(dynamo, env.DEFINITIONS_TABLE);
const profilePorts = {
  profiles: dynamoProfileStore(dynamo, env.PROFILES_TABLE),
  loadRules: liveRulesReader(definitions),
  loadIdentityKey: () => loadIdentityKey(env.IDENTITY_SECRET),
};

const timeline = dynamoTimelineReader(dynamo, env.TIMELINE_TABLE);
const splitPorts = {
  ...profilePorts,
  timeline: { ...dynamoTimelineStore(dynamo, env.TIMELINE_TABLE), ...timeline },
  merges: dynamoMergeStore(dynamo, env.PROFILES_TABLE),
};

async function findProfileIds(value: string, now: Date): Promise<readonly string[] | undefined> {
  const profile = await readProfile(profilePorts, { type: 'id', value }, now);
  return profile && profileIdsOf(profile);
}

/** The admin API for reading: who someone is, what happened and what it made of her, who is in a segment, who is in a journey, and what was sent. */
export const handler = adminHttp([
  ...profileRoutes((query, now) => readProfile(profilePorts, query, now)),
  ...splitRoutes((request, now) => previewSplit(splitPorts, request, now)),
  ...timelineRoutes({
    timeline,
    findHeads: async (id) => (await findRoot(profilePorts, id))?.heads,
  }),
  ...explainRoutes({
    ...profilePorts,
    timeline,
    findPerson: (id) => findPerson(profilePorts, id),
    bringUp: (person, to) => bringUp(splitPorts, person, to),
  }),
  ...previewRoutes({
    definitions,
    preview: (question) =>
      previewSegment(
        { ...splitPorts, scan: dynamoRootScan(dynamo, env.PROFILES_TABLE), now: () => new Date() },
        question,
      ),
  }),
  ...memberRoutes({
    definitions,
    memberships: dynamoMembershipReader(dynamo, env.MEMBERSHIPS_TABLE),
    describe: (members, question) => describeMembers(profilePorts, members, question),
  }),
  ...journeyRoutes({
    definitions,
    journeys: dynamoJourneyReader(dynamo, env.JOURNEYS_TABLE),
    findProfileIds,
  }),
]);
