import type { ChannelKind } from './channel-kind.ts';
import type { ChannelName } from './channel-name.ts';
import { emailChannel } from './email.ts';
import { pushChannel } from './push.ts';
import { smsChannel } from './sms.ts';

/** Every channel, by its name. */
export const channels: Readonly<Record<ChannelName, ChannelKind>> = {
  email: emailChannel,
  sms: smsChannel,
  push: pushChannel,
};
