import { prepareEvent } from '../../fold/prepare-event.ts';
import { conditionKey } from '../../journeys/conditions.ts';
import type { Journey } from '../../journeys/definition.ts';
import { flowOf } from '../../journeys/rules/flow.ts';
import { runEnded } from '../../journeys/run-store.ts';
import { kindOfStep } from '../../journeys/steps/index.ts';
import type { StepMessage } from '../../journeys/steps/step-kind.ts';
import { channels } from '../../messaging/channels/index.ts';
import { decideSend, permissionFor, type SkipReason } from '../../messaging/decide-send.ts';
import { recipientOf } from '../../messaging/recipient.ts';
import { factsOf } from '../../profiles/profile.ts';
import type { Decided, People } from './people.ts';
import { IDENTITY_KEY, type Stage } from './stage.ts';

/** What became of a message; `skip` says why it may not be sent. */
export type Sending = { readonly template: string; readonly skip: SkipReason | undefined };

/** A run on its way to a step, by its place; without one it ends. */
type Walk = {
  readonly journey: Journey;
  readonly entryId: string;
  readonly profileId: string;
  readonly place: number | undefined;
  readonly dueAt: number;
};

type Advance = { readonly decided: readonly Decided[]; readonly sending: Sending | undefined };

/** The runs of one story, walked step by step: what their machines do in the cloud. */
export class Runs {
  readonly #stage: Stage;
  readonly #people: People;
  readonly #walks = new Map<string, Walk>();

  constructor(stage: Stage, people: People) {
    this.#stage = stage;
    this.#people = people;
  }

  /** Begins and stops the runs that a profile's write decided. */
  follow({ profileId, effect }: Decided, now: number): void {
    if (effect.kind === 'run-ended') this.#walks.delete(effect.entryId);
    if (effect.kind !== 'run-began') return;
    const live = this.#stage.rules.journeys.find(({ journey }) => journey.id === effect.journey);
    if (live === undefined)
      throw new Error(`a run began of the journey ${effect.journey}, which is not there`);
    const { entryId } = effect;
    this.#walks.set(entryId, { journey: live.journey, entryId, profileId, place: 0, dueAt: now });
  }

  nextDue(): number | undefined {
    const due = [...this.#walks.values()].map(({ dueAt }) => dueAt);
    return due.length === 0 ? undefined : Math.min(...due);
  }

  /** Takes each run that is due one step on. */
  advance(now: number): readonly Advance[] {
    return [...this.#walks.values()]
      .filter(({ dueAt }) => dueAt <= now)
      .map((walk) => this.#takeStep(walk, now));
  }

  #takeStep(walk: Walk, now: number): Advance {
    const { journey, place } = walk;
    const step = place === undefined ? undefined : journey.steps[place];
    if (place === undefined || step === undefined)
      return { decided: this.#end(walk, now), sending: undefined };
    const kind = kindOfStep(step);
    const message = kind.message?.(step);
    const { way, afterMs } = kind.move(step, () => this.#holds(walk, step.id, now));
    const to = flowOf(journey.steps)[place]?.find(({ key }) => key === way)?.to;
    this.#walks.set(walk.entryId, { ...walk, place: to, dueAt: now + afterMs });
    return { decided: [], sending: message && this.#send(walk, message) };
  }

  #holds({ journey, profileId }: Walk, stepId: string, now: number): boolean {
    const condition = this.#stage.rules.compiled.conditions.get(conditionKey(journey.id, stepId));
    const person = this.#people.find(profileId);
    return person !== undefined && condition?.evaluate(factsOf(person.profile), now).holds === true;
  }

  #send({ profileId }: Walk, message: StepMessage): Sending {
    const person = this.#people.find(profileId);
    const recipient = person && recipientOf(person.profile, person.cold);
    const addresses = recipient ? channels[message.channel].addressesOf(recipient) : [];
    const permission = permissionFor(message, this.#stage.templates.get(message.template));
    const decision = decideSend({
      recipient,
      addresses,
      // only providers make an address suppressed
      suppressed: new Set(),
      run: { status: 'running' },
      message: { channel: message.channel, ...permission },
    });
    return { template: message.template, skip: 'skip' in decision ? decision.skip : undefined };
  }

  #end({ journey, entryId, profileId }: Walk, now: number): readonly Decided[] {
    this.#walks.delete(entryId);
    const at = new Date(now).toISOString();
    const event = runEnded({ journeyId: journey.id, entryId, profileId }, { status: 'completed', at });
    const prepared = prepareEvent(event, { identityKey: IDENTITY_KEY, rules: this.#stage.rules.rules });
    return prepared === undefined ? [] : this.#people.receive(prepared, now);
  }
}
