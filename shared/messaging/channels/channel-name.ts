import * as z from 'zod';

export const channelNameSchema = z.enum(['email', 'sms', 'push']);
export type ChannelName = z.infer<typeof channelNameSchema>;
export const channelNames: readonly ChannelName[] = channelNameSchema.options;
