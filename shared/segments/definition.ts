import * as z from 'zod';
import type { AllCondition } from './conditions/all.ts';
import type { AnyCondition } from './conditions/any.ts';
import type { ComputedCondition } from './conditions/computed.ts';
import type { GroupCondition } from './conditions/group.ts';
import { parseTemplate } from './conditions/index.ts';
import type { NotCondition } from './conditions/not.ts';
import type { TraitCondition } from './conditions/trait.ts';
import type { EventCondition } from './events/event.ts';
import type { RatioCondition } from './events/ratio.ts';
import type { SequenceCondition } from './events/sequence.ts';
import type { RfmCondition } from './rfm/rfm.ts';
import type { BucketCondition } from './standing/bucket.ts';
import type { ConsentCondition } from './standing/consent.ts';
import type { JourneyCondition } from './standing/journey.ts';
import type { ListCondition } from './standing/list.ts';
import type { MessageCondition } from './standing/message.ts';
import type { SegmentCondition } from './standing/segment.ts';

/** The kinds of conditions, by the key that names them. */
export type ConditionByKind = {
  all: AllCondition;
  any: AnyCondition;
  not: NotCondition;
  trait: TraitCondition;
  computed: ComputedCondition;
  group: GroupCondition;
  event: EventCondition;
  sequence: SequenceCondition;
  ratio: RatioCondition;
  rfm: RfmCondition;
  segment: SegmentCondition;
  list: ListCondition;
  consent: ConsentCondition;
  journey: JourneyCondition;
  message: MessageCondition;
  bucket: BucketCondition;
};
export type Condition = ConditionByKind[keyof ConditionByKind];

const AN_ID = 'letters, digits, - and _, at most 64, beginning with a letter or digit';
const A_NAME = 'a text of 1 to 200 characters';

const PARAMETERS = 'a list of 1 to 10 names of letters, digits, - and _, at most 64';

const aParameter = z.string({ error: PARAMETERS }).regex(/^[A-Za-z0-9_-]{1,64}$/, { error: PARAMETERS });

export const segmentSchema = z.strictObject({
  id: z.string({ error: AN_ID }).regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, { error: AN_ID }),
  name: z.string({ error: A_NAME }).min(1, A_NAME).max(200, A_NAME).optional(),
  parameters: z.array(aParameter, { error: PARAMETERS }).min(1, PARAMETERS).max(10, PARAMETERS).optional(),
  where: z.unknown().transform((where) => parseTemplate(where, '/where')),
});
/** A named rule that says who belongs; with parameters only a part of others, which give them values. */
export type Segment = z.infer<typeof segmentSchema>;
