import * as z from 'zod';
import { channelNames } from '../../messaging/channels/channel-name.ts';
import { longestTaskMs } from '../machine/task.ts';
import { anId, aTarget } from '../rules/named.ts';
import type { StepKind } from './step-kind.ts';

const schema = z.strictObject({
  id: anId,
  type: z.literal('send'),
  channel: z.enum(channelNames, { error: `one of ${channelNames.join(', ')}` }),
  template: anId,
  topic: anId.optional(),
  class: z.enum(['marketing', 'transactional'], { error: 'marketing or transactional' }).default('marketing'),
  next: aTarget.optional(),
});
/** Sends one message on one channel. */
export type SendStep = z.infer<typeof schema>;

// what a provider did with an unanswered call is known after 15 minutes, or never
const unsettled = { ErrorEquals: ['SendUnsettled'], IntervalSeconds: 900, MaxAttempts: 1 };

export const send: StepKind<SendStep> = {
  schema,
  permissions: ['send-message'],
  isWait: false,
  ways: ({ next }) => [{ key: 'next', to: next }],
  endsRun: () => false,
  message: ({ channel, template, topic, class: messageClass }) => ({
    channel,
    template,
    topic,
    class: messageClass,
  }),
  move: () => ({ way: 'next', afterMs: 0 }),
  longestMs: () => longestTaskMs,
  compile: ({ id: step }, { name, onward, task }) => {
    const to = onward('next');
    const { endsRun } = to;
    const next = to.endsRun ? undefined : to.state;
    return {
      [name]: task({ step, task: 'send', function: 'send-message', endsRun, retry: [unsettled], next }),
    };
  },
};
