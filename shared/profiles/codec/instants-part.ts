import type { ByteReader, ByteWriter } from '../../segments/values/bytes.ts';
import type { HotPart } from './hot-part.ts';

const IDENTIFIED = 1;

/** The numbers every profile has. Instants are written as distances from one another: they lie close together. */
export const instantsPart: HotPart = {
  write: (writer, profile) => {
    const { createdAt, firstSeen, lastSeen, evaluatedAt } = profile;
    writer.count(profile.isIdentified ? IDENTIFIED : 0);
    writer.count(profile.definitions);
    writer.count(profile.coldVersion);
    writer.count(profile.effectNumber);
    writer.signed(evaluatedAt);
    writer.signed(evaluatedAt - lastSeen);
    writer.signed(lastSeen - firstSeen);
    writer.signed(firstSeen - createdAt);
    writeOptional(writer, profile.nextFlip, evaluatedAt);
    writeOptional(writer, profile.armedMinute, 0);
  },
  read: (reader, profile) => {
    profile.isIdentified = reader.count() === IDENTIFIED;
    profile.definitions = reader.count();
    profile.coldVersion = reader.count();
    profile.effectNumber = reader.count();
    profile.evaluatedAt = reader.signed();
    profile.lastSeen = profile.evaluatedAt - reader.signed();
    profile.firstSeen = profile.lastSeen - reader.signed();
    profile.createdAt = profile.firstSeen - reader.signed();
    profile.nextFlip = readOptional(reader, profile.evaluatedAt);
    profile.armedMinute = readOptional(reader, 0);
  },
};

function writeOptional(writer: ByteWriter, value: number | undefined, from: number): void {
  writer.count(value === undefined ? 0 : 1);
  if (value !== undefined) writer.signed(value - from);
}

function readOptional(reader: ByteReader, from: number): number | undefined {
  return reader.count() === 0 ? undefined : from + reader.signed();
}
