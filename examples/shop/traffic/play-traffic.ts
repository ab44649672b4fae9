import type { LocalClock } from './local-clock.ts';
import { addTally, noTally, type Sender, type Tally } from './sender.ts';
import type { ShopEvent } from './shop-event.ts';
import { dayMs, type Simulation, simulateShop } from './simulate.ts';

export type Stage = {
  readonly clock: LocalClock;
  readonly browser: Sender;
  readonly server: Sender;
  progress(text: string): void;
};

// short enough that a cart is seen within its hour, long enough that days pass quickly
const sliceMs = 30 * 60_000;
// what waits for a visitor to stay away happens in them
const quietDays = 2;

/** Plays the simulated days in virtual time: each half hour is sent when it has just passed, then everything settles. */
export async function playTraffic(stage: Stage, simulation: Simulation): Promise<Tally & { sent: number }> {
  const events = simulateShop(simulation);
  const start = await stage.clock.now();
  let tally = noTally;
  for (const [day, today] of byDay(events, simulation.days)) {
    stage.progress(`day ${day + 1} of ${simulation.days}: ${today.length} events`);
    for (const [slice, passed] of Map.groupBy(today, ({ at }) => Math.floor(at / sliceMs))) {
      await stage.clock.moveTo(start + (slice + 1) * sliceMs);
      tally = addTally(tally, await send(stage, passed, start));
    }
  }
  stage.progress('two days without visitors');
  await stage.clock.moveTo(start + (simulation.days + quietDays) * dayMs);
  await stage.clock.drain();
  return { ...tally, sent: events.length };
}

const byDay = (events: readonly ShopEvent[], days: number): [day: number, events: ShopEvent[]][] =>
  Array.from({ length: days }, (_, day) => [day, events.filter(({ at }) => Math.floor(at / dayMs) === day)]);

async function send(stage: Stage, events: readonly ShopEvent[], start: number): Promise<Tally> {
  const browser = events.filter(({ via }) => via === 'browser');
  const server = events.filter(({ via }) => via === 'server');
  const tallies = await Promise.all([stage.browser.send(browser, start), stage.server.send(server, start)]);
  return tallies.reduce(addTally, noTally);
}
