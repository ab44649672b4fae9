import type { PlatformEventName, PlatformFact, PlatformProperties } from '../../events/platform.ts';
import type { Feedback } from './sends/feedback.ts';
import type { Send } from './sends/ledger.ts';

/** What the profile's timeline shall say of it; undefined when it is nothing that happened to a person. */
export function feedbackFact(send: Send, feedback: Feedback): PlatformFact | undefined {
  const email = {
    email_id: send.sendId,
    campaign_id: send.journeyId,
    step: send.step,
    template: send.template,
  };
  // a message is opened and clicked more than once, anything else happens to it once
  const time = Date.parse(feedback.at);
  const fact = factMaker(send, feedback);
  switch (feedback.type) {
    case 'delivery':
      return fact('Email Delivered', 'delivered', email);
    case 'bounce': {
      const bounceType = feedback.isHard ? 'hard' : 'soft';
      return fact('Email Bounced', `bounced-${bounceType}`, {
        ...email,
        bounceType,
        reason: feedback.reason,
      });
    }
    case 'complaint':
      return feedback.isSpam
        ? fact('Email Marked as Spam', 'spam', { ...email, reason: feedback.reason })
        : undefined;
    case 'open':
      return fact('Email Opened', `opened-${time}`, {
        ...email,
        machineOpen: isMachine(feedback.userAgent),
      });
    case 'click':
      return fact('Email Link Clicked', `clicked-${time}`, { ...email, link_url: feedback.link });
    default:
      return undefined;
  }
}

function factMaker({ profileId, sendId }: Send, { at }: Feedback) {
  return <Name extends PlatformEventName>(
    name: Name,
    id: string,
    properties: PlatformProperties<Name>,
  ): PlatformFact<Name> => ({ name, profileId, properties, messageId: `email-${id}-${sendId}`, at });
}

// mail services that fetch images for people, whether or not they read
const machines = [
  /GoogleImageProxy/,
  /YahooMailProxy/,
  // Apple's Mail Privacy Protection says this and no more
  /^Mozilla\/5\.0$/,
];

const isMachine = (userAgent: string): boolean => machines.some((machine) => machine.test(userAgent));
