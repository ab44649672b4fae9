import type { Complaint } from '../../events/common.ts';
import type { Event } from '../../events/event.ts';
import { consentStatus } from '../messaging/consent.ts';

type Operation = { readonly name: string; isAskedBy(event: Event): boolean };

// a browser's key is public: whoever reads the page could join two strangers or sign others up
const PRIVILEGED: readonly Operation[] = [
  { name: 'send alias', isAskedBy: ({ type }) => type === 'alias' },
  {
    name: 'grant consent',
    isAskedBy: (event) => event.type === 'track' && consentStatus(event) === 'subscribed',
  },
];

/** Why someone nobody vouches for may not send this event. */
export function forbiddenOperation(event: Event): Complaint | undefined {
  const operation = PRIVILEGED.find(({ isAskedBy }) => isAskedBy(event));
  if (operation === undefined) return undefined;
  const message = `a browser source may not ${operation.name} unless context.signature proves the userId, a server source may`;
  return { code: 'forbidden_operation', message };
}
