import * as z from 'zod';
import type { Job, JobKind, NextStep, StepOutcome } from '../../shared/profiles/jobs/job.ts';
import { type Person, personSchema, SWEEPS, type Sweeps } from '../../shared/profiles/jobs/person.ts';
import type { ProfileEraser } from '../../shared/profiles/profile-store.ts';
import { findEnd } from '../profiles/find-root.ts';
import { type PersonPorts, readErasure, readPerson } from './read-person.ts';

export type ErasePorts = PersonPorts & {
  readonly eraser: ProfileEraser;
  readonly sweeps: Sweeps;
};

// the streams keep a day, and what reads them is done an hour later: by then everything that was on its way has arrived
const SETTLED_MS = 25 * 3_600_000;

const placeSchema = z.object({
  person: personSchema,
  /** every place is swept twice: at once, and when nothing can be on its way any more */
  round: z.enum(['first', 'last']).default('first'),
  from: z.unknown().optional(),
});
type Place = z.infer<typeof placeSchema>;

/**
 * Forgets a person: first who they are, in one write, so that nothing new can join them; then what is kept elsewhere. Each step
 * may run again; a profile that changes between being read and being erased is read again.
 */
export const eraseKind = (ports: ErasePorts): JobKind => ({
  firstStep: 'read',
  advance: async (job, now) => {
    if (job.step === 'read') return read(ports, job, now);
    if (job.step === 'tombstones') return erase(ports, job);
    return sweep(ports, job, now);
  },
});

async function read(ports: ErasePorts, { profileId }: Job, now: Date): Promise<StepOutcome> {
  const place: Place = { person: await readPerson(ports, profileId, now), round: 'first' };
  return { next: { step: 'tombstones', place }, counts: {} };
}

async function erase(ports: ErasePorts, job: Job): Promise<StepOutcome> {
  const { person } = placeSchema.parse(job.place);
  const erasure = await readErasure(ports, person);
  if (erasure && (await ports.eraser.erase(erasure)) === 'saved') return erased(person);
  // written before, by this very step: the answer or the process was lost
  return (await isErased(ports, person)) ? erased(person) : { next: { step: 'read' }, counts: {} };
}

async function isErased({ profiles }: ErasePorts, { ids: [id = ''], erasedAt }: Person): Promise<boolean> {
  const node = await findEnd(profiles, id);
  if (node?.status === 'erased') return node.tombstone.erasedAt === erasedAt;
  return node?.status === 'root' && node.profile.erasedAt === erasedAt;
}

const erased = (person: Person): StepOutcome => ({
  next: { step: SWEEPS[0], place: { person, round: 'first' } },
  counts: { tombstones: person.keys.length },
  certificate: { erasedAt: new Date(person.erasedAt).toISOString() },
});

async function sweep(ports: ErasePorts, job: Job, now: Date): Promise<StepOutcome> {
  const place = placeSchema.parse(job.place);
  const name = SWEEPS.find((one) => one === job.step);
  if (name === undefined) throw new Error(`an erasure has no step \`${job.step}\``);
  const { removed, next } = await ports.sweeps[name](place.person, place.from, now);
  const counts = { [name]: removed };
  if (next !== undefined) return { next: { step: name, place: { ...place, from: next } }, counts };
  const following = stepAfter(name, place);
  if (following !== undefined) return { next: following, counts };
  const all = { ...job.counts, [name]: (job.counts[name] ?? 0) + removed };
  return { next: undefined, counts, certificate: certificateOf(all, now) };
}

function stepAfter(name: (typeof SWEEPS)[number], { person, round }: Place): NextStep | undefined {
  const step = SWEEPS[SWEEPS.indexOf(name) + 1];
  if (step !== undefined) return { step, place: { person, round } };
  if (round === 'last') return undefined;
  return { step: SWEEPS[0], place: { person, round: 'last' }, notBefore: person.erasedAt + SETTLED_MS };
}

/** What was done where; it names nobody. */
function certificateOf(counts: Job['counts'], now: Date): Job['certificate'] {
  return {
    completedAt: now.toISOString(),
    removed: Object.fromEntries(SWEEPS.map((name) => [name, counts[name] ?? 0])),
    kept: {
      tombstones: counts.tombstones ?? 0,
      suppressions: 'the hash of an address that must not be written to',
      backups: 'until recovery to an earlier second ends, 35 days',
    },
  };
}
