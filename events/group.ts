import * as z from 'zod';
import { commonFields, dataSchema, requiredIdSchema } from './common.ts';

/** Someone belongs to a group; the traits are the group's. */
export const groupSchema = z.object({
  ...commonFields,
  type: z.literal('group'),
  groupId: requiredIdSchema('groupId', 'missing_group_id: groupId must name the group'),
  traits: dataSchema('traits'),
});
export type GroupEvent = z.infer<typeof groupSchema>;
