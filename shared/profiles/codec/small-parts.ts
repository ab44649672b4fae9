import { LINK_BYTES } from '../../identity/node-key.ts';
import type { ConsentStatus } from '../../messaging/consent.ts';
import { decodeWindows, encodeWindows } from '../../segments/windows/window-codec.ts';
import type { HotPart } from './hot-part.ts';

/** Their places are what is stored. */
const CONSENT_STATUSES: readonly ConsentStatus[] = ['unsubscribed', 'subscribed'];

export const linksPart: HotPart = {
  write: (writer, { links }) => {
    for (const link of links) writer.base64(link);
  },
  read: (reader, { links }) => {
    while (!reader.isAtEnd()) links.add(reader.base64(LINK_BYTES));
  },
};

export const windowsPart: HotPart = {
  write: (writer, { windows }) => {
    if (windows.size > 0) writer.raw(encodeWindows(windows));
  },
  read: (reader, profile) => {
    profile.windows = decodeWindows(reader.rest());
  },
};

export const traitsPart: HotPart = {
  write: (writer, { mentionedTraits }) => {
    if (Object.keys(mentionedTraits).length > 0) writer.text(JSON.stringify(mentionedTraits));
  },
  read: (reader, profile) => {
    profile.mentionedTraits = JSON.parse(reader.text());
  },
};

/** What was said of each channel and topic, one byte each. */
export const consentsPart: HotPart = {
  write: (writer, { mentionedConsents }) => {
    for (const [key, status] of Object.entries(mentionedConsents)) {
      writer.text(key);
      writer.count(CONSENT_STATUSES.indexOf(status));
    }
  },
  read: (reader, profile) => {
    while (!reader.isAtEnd()) {
      const key = reader.text();
      profile.mentionedConsents[key] = CONSENT_STATUSES[reader.count()] ?? 'unsubscribed';
    }
  },
};

export const listsPart: HotPart = {
  write: (writer, { lists }) => {
    for (const [list, upload] of lists) {
      writer.text(list);
      writer.count(upload);
    }
  },
  read: (reader, profile) => {
    const lists = new Map<string, number>();
    while (!reader.isAtEnd()) lists.set(reader.text(), reader.count());
    profile.lists = lists;
  },
};

export const localePart: HotPart = {
  write: (writer, { locale }) => {
    if (!locale) return;
    writer.text(locale.value);
    writer.signed(locale.at);
  },
  read: (reader, profile) => {
    profile.locale = { value: reader.text(), at: reader.signed() };
  },
};

/** A chunk of the profile's own timeline is written without its id. */
export const headsPart: HotPart = {
  write: (writer, { heads, id }) => {
    for (const head of heads) writer.text(head.startsWith(`${id}|`) ? head.slice(id.length) : head);
  },
  read: (reader, profile) => {
    while (!reader.isAtEnd()) {
      const head = reader.text();
      profile.heads.push(head.startsWith('|') ? profile.id + head : head);
    }
  },
};

/** A list without names: most visitors have one identifier and nothing else. */
export const coldPart: HotPart = {
  write: (writer, { cold }) => {
    if (!cold) return;
    const { identifiers, traits, groups, consents, devices, merges, mergeLog } = cold;
    writer.text(JSON.stringify([identifiers, traits, groups, consents, devices, merges, mergeLog]));
  },
  read: (reader, profile) => {
    const [identifiers, traits, groups, consents, devices, merges, mergeLog] = JSON.parse(reader.text());
    profile.cold = { version: 0, identifiers, traits, groups, consents, devices, merges, mergeLog };
  },
};

/** What a profile knows of an erased life before it; most have none. */
export const lifePart: HotPart = {
  write: (writer, { erasedAt, entriesBefore }) => {
    if (erasedAt === undefined) return;
    writer.signed(erasedAt);
    writer.count(entriesBefore);
  },
  read: (reader, profile) => {
    profile.erasedAt = reader.signed();
    profile.entriesBefore = reader.count();
  },
};
