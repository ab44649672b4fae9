import { type EmailEvent, emailEvent } from './email-event.ts';
import type { SentMessage } from './outbox.ts';
import type { Topics } from './topics.ts';

/** Where the events of a configuration set go. */
export type EventDestination = {
  readonly configurationSet: string;
  readonly topicArn: string;
  /** As the template spells them: `send`, `bounce`. */
  readonly eventTypes: readonly string[];
  /** Whether the topic's policy lets SES in. */
  readonly isAllowed: () => boolean;
};

export type Published = { readonly topicArn: string; readonly notificationId: string };

/** The configuration sets of SES and what they publish. */
export type EventDestinations = {
  createConfigurationSet(name: string): void;
  hasConfigurationSet(name: string): boolean;
  add(destination: EventDestination): void;
  /** Publishes what happened to an email, one message for each of its recipients, where its configuration set says. */
  publish(email: readonly SentMessage[], event: EmailEvent): readonly Published[];
};

export function createEventDestinations(topics: Topics): EventDestinations {
  const destinations = new Map<string, EventDestination[]>();
  return {
    createConfigurationSet: (name) => void destinations.set(name, []),
    hasConfigurationSet: (name) => destinations.has(name),
    add(destination) {
      const known = destinations.get(destination.configurationSet);
      if (known === undefined) throw new Error(`no configuration set "${destination.configurationSet}"`);
      known.push(destination);
    },
    publish(email, event) {
      const text = JSON.stringify(emailEvent(email, event));
      const type = event.eventType.toLowerCase();
      return (destinations.get(email[0]?.configurationSet ?? '') ?? [])
        .filter(({ eventTypes }) => eventTypes.some((each) => each.toLowerCase() === type))
        .filter(({ isAllowed }) => isAllowed())
        .map(({ topicArn }) => {
          const notificationId = topics.publish(topicArn, {
            text,
            subject: 'Amazon SES Email Event Notification',
          });
          return { topicArn, notificationId };
        });
    },
  };
}
