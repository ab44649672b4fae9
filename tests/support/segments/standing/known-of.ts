import type { StreamEvent } from '../../../../events/stream-event.ts';
import { applyListUpload, type ListUploads, listEvent } from '../../../../shared/definitions/list-upload.ts';
import {
  applyConsentEvent,
  CONSENT_EVENT,
  type Consents,
  consentStatuses,
} from '../../../../shared/messaging/consent.ts';
import { parseComputedTrait } from '../../../../shared/profiles/computed/definition.ts';
import {
  type CompiledSegments,
  compileSegments,
  type Facts,
  type LiveSegment,
} from '../../../../shared/segments/compile.ts';
import { parseSegment } from '../../../../shared/segments/parse-segment.ts';
import { rfmSettingsSchema } from '../../../../shared/segments/rfm/settings.ts';
import type { NaivePerson, NaiveRule } from '../../naive-evaluator.ts';
import type { NaiveSaid } from './naive-standing.ts';
import type { NaiveWorkspace } from './naive-workspace.ts';

/** The rule as the one segment people are members of, in a workspace that also defines others. */
export function compileIn(
  rule: NaiveRule,
  timezone: string,
  { segments = [], lists = [], computed = [], rfm }: NaiveWorkspace = {},
): CompiledSegments {
  const live = (value: unknown): LiveSegment => ({ segment: parseSegment(value).segment, since: 1 });
  return compileSegments([live({ id: 'tried', where: rule })], {
    timezone,
    askable: segments.map(live),
    lists,
    computed: computed.map((trait) => ({ trait: parseComputedTrait(trait), since: 1 })),
    rfm: rfm && { settings: rfmSettingsSchema.parse(rfm), since: 1, quintiles: undefined, changed: 1 },
  });
}

/** What a profile holds of the person, beside what it observed of events. */
export function knownOf(person: NaivePerson, { consents }: CompiledSegments): Omit<Facts, 'windows'> {
  const { traits, groups = [], firstSeen, lastSeen, profileId, said = [] } = person;
  const told = said.map(consentEventOf).reduce<Consents>(applyConsentEvent, {});
  return {
    traits,
    groups,
    ...(firstSeen !== undefined && { firstSeen }),
    ...(lastSeen !== undefined && { lastSeen }),
    ...(profileId !== undefined && { profileId }),
    consents: consentStatuses(told, consents),
    journeys: journeysOf(person),
    lists: listsOf(person),
  };
}

function consentEventOf({ at, isVouchedFor, ...properties }: NaiveSaid, index: number): StreamEvent {
  const timestamp = new Date(at).toISOString();
  return {
    type: 'track',
    messageId: `said-${index}`,
    source: { id: 'shop', kind: isVouchedFor ? 'server' : 'browser' },
    event: CONSENT_EVENT,
    properties,
    timestamp,
    receivedAt: timestamp,
  };
}

function journeysOf({ runs = {} }: NaivePerson): NonNullable<Facts['journeys']> {
  return new Map(
    Object.entries(runs).map(([id, stands]) => {
      const latest = { running: stands.at(-1) === 'running', completed: stands.at(-1) === 'completed' };
      return [id, { entries: stands.length, entryId: `entry-${stands.length}`, enteredAt: 0, ...latest }];
    }),
  );
}

function listsOf({ uploads = [] }: NaivePerson): ListUploads {
  const at = new Date(0).toISOString();
  return uploads
    .map((upload) => listEvent({ userId: 'anna' }, { ...upload, at }))
    .reduce<ListUploads>(applyListUpload, new Map());
}
