import * as z from 'zod';
import { commonFields, requiredIdSchema } from './common.ts';

/** Who was `previousId` (an anonymous id) until now is `userId` from now on. */
export const aliasSchema = z.object({
  ...commonFields,
  type: z.literal('alias'),
  userId: requiredIdSchema('userId', 'missing_user_id: userId must be the id from now on'),
  previousId: requiredIdSchema('previousId', 'missing_previous_id: previousId must be the id until now'),
});
export type AliasEvent = z.infer<typeof aliasSchema>;
