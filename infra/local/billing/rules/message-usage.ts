import type { AcceptedMessage } from '../../services/messages/outbox.ts';
import type { Usage } from '../meter.ts';

const emailUsage: MessageRule = () => ({ service: 'ses', resource: 'email', unit: 'messages', quantity: 1 });
const pushUsage: MessageRule = () => ({
  service: 'sns',
  resource: 'push',
  unit: 'push-deliveries',
  quantity: 1,
});
const smsUsage: MessageRule = ({ text = '' }) => ({
  service: 'sns',
  resource: 'sms',
  unit: 'sms-parts',
  quantity: smsParts(text),
});

type MessageRule = (message: AcceptedMessage) => Usage;

const rules: Readonly<Record<AcceptedMessage['channel'], MessageRule>> = {
  email: emailUsage,
  push: pushUsage,
  sms: smsUsage,
};

/** What one accepted message costs beside the call that handed it over. */
export const messageUsage = (message: AcceptedMessage): Usage => rules[message.channel](message);

// GSM 03.38: its basic characters, and those that take two
const basic =
  /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€\f]*$/u;
const doubled = /[\^{}\\[~\]|€\f]/gu;
const gsm = { single: 160, joined: 153 };
const unicode = { single: 70, joined: 67 };

/** A text longer than one part gives up some of each part to say how parts belong together. */
export function smsParts(text: string): number {
  const isBasic = basic.test(text);
  const length = isBasic ? text.length + (text.match(doubled)?.length ?? 0) : text.length;
  const { single, joined } = isBasic ? gsm : unicode;
  return length <= single ? 1 : Math.ceil(length / joined);
}
