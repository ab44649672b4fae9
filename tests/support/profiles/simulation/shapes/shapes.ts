import type { Chance } from '../engine/chance.ts';
import type { Action, Shape } from './shape.ts';
import { journeys, segments, shop, unlimited } from './shop-definitions.ts';
import { Story } from './story.ts';

const HOUR = 3_600_000;
const times = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** A script of what `tell` has happen. */
function telling(tell: (story: Story, chance: Chance) => void): (chance: Chance) => readonly Action[] {
  return (chance) => {
    const story = new Story(chance);
    tell(story, chance);
    return story.actions;
  };
}

const shapes = {
  'two-shards': {
    about: 'visitors and signed-in people side by side, on shards that split meanwhile',
    definitions: shop,
    play: telling((story, chance) => {
      const people = story.people(3);
      story.post(times(chance.between(6, 12), () => story.visit(chance.pick(people))));
      if (chance.happens(0.5)) story.reshard();
      story.post(times(chance.between(4, 10), () => story.visit(chance.pick(people))));
      story.repeat(3);
    }),
  },
  'long-history': {
    about: 'a visitor with a long history signs in, while another device of hers does, too',
    definitions: shop,
    play: telling((story, chance) => {
      const [anna] = story.people(1);
      if (!anna) return;
      const visitor = { ...anna, userId: 'user-0' };
      const alone = () => ({
        ...story.visit(visitor),
        userId: undefined,
        anonymousId: 'phone-0',
        traits: undefined,
      });
      story.post(times(chance.between(20, 35), alone));
      story.post([
        story.event({
          type: 'identify',
          userId: 'user-0',
          anonymousId: 'laptop-0',
          traits: { plan: 'gold' },
        }),
      ]);
      if (chance.happens(0.5)) story.reshard();
      story.post([
        story.event({ type: 'identify', userId: 'user-0', anonymousId: 'phone-0' }),
        story.visit(anna),
      ]);
      story.repeat(4);
    }),
  },
  'shared-devices': {
    about: 'several people on the same devices, kept apart by merge protection',
    definitions: { ...shop, workspace: [{ id: 'workspace' }] },
    isLimited: true,
    play: telling((story, chance) => {
      const people = story.people(3).map((person) => ({ ...person, devices: ['kiosk', 'tablet'] }));
      story.post(times(chance.between(10, 20), () => story.visit(chance.pick(people))));
      story.repeat(3);
    }),
  },
  'merge-storm': {
    about: 'many visitors turn out to be one, from all sides at once',
    definitions: shop,
    play: telling((story, chance) => {
      const devices = times(chance.between(4, 8), (index) => `device-${index}`);
      const visitors = devices.map((device) => ({
        userId: device,
        devices: [device],
        email: 'anna@shop.example',
      }));
      const alone = (visitor: (typeof visitors)[number]) => ({
        ...story.visit(visitor),
        userId: undefined,
        anonymousId: visitor.userId,
      });
      story.post(times(chance.between(6, 12), () => alone(chance.pick(visitors))));
      if (chance.happens(0.5)) story.wait(0);
      const joined = devices.flatMap((anonymousId) => [
        story.event({ type: 'identify', anonymousId, traits: { email: 'anna@shop.example' } }),
        story.event({ type: 'identify', anonymousId, userId: 'anna' }),
        story.event({ type: 'alias', userId: 'anna', previousId: anonymousId }),
      ]);
      story.post(chance.shuffle([...joined, ...times(4, () => alone(chance.pick(visitors)))]).slice(0, 16));
      story.repeat(3);
    }),
  },
  'late-duplicates': {
    about: 'clients and streams repeat what was applied hours ago, before and after a merge',
    definitions: shop,
    play: telling((story, chance) => {
      const people = story.people(2);
      for (let round = 0; round < 3; round += 1) {
        story.post(times(chance.between(3, 6), () => story.visit(chance.pick(people))));
        story.wait(chance.between(1, 12) * HOUR);
        if (chance.happens(0.4)) story.reshard();
        story.repeat(chance.between(2, 6));
      }
    }),
  },
  'seen-spill': {
    about: 'more messages than the hot part remembers, repeated later, also across a merge',
    definitions: shop,
    play: telling((story, chance) => {
      const [anna] = story.people(1);
      if (!anna) return;
      const alone = () => ({
        ...story.visit(anna),
        userId: undefined,
        anonymousId: 'phone-0',
        traits: undefined,
      });
      // what one device does by itself spills before it is somebody's
      const visit = chance.happens(0.5) ? alone : () => story.visit(anna);
      for (let round = 0; round < 4; round += 1) story.burst(times(32, visit));
      story.post(times(3, () => story.visit(anna)));
      story.wait(chance.between(0, 3) * HOUR);
      story.repeat(10);
      story.post([story.event({ type: 'identify', userId: 'user-0', anonymousId: 'laptop-0' })]);
      story.post([story.event({ type: 'identify', userId: 'user-0', anonymousId: 'phone-0' })]);
      story.repeat(10);
    }),
  },
  'groups-and-aliases': {
    about: 'groups are joined and change, and ids are aliased, in any order',
    definitions: { ...shop, segment: [...shop.segment, segments.pro] },
    play: telling((story, chance) => {
      const people = story.people(2);
      const steps = people.flatMap(({ userId, devices: [phone = '', laptop = ''] }) => [
        story.event({
          type: 'group',
          userId,
          groupId: 'crew',
          traits: { plan: chance.pick(['pro', 'free']) },
        }),
        story.event({ type: 'group', userId, groupId: 'club', traits: { plan: chance.pick(['pro', null]) } }),
        story.event({ type: 'group', anonymousId: phone, groupId: chance.pick(['crew', 'club']) }),
        story.event({ type: 'alias', userId, previousId: phone }),
        story.event({ type: 'alias', userId, previousId: laptop }),
      ]);
      const visits = times(chance.between(6, 10), () => story.visit(chance.pick(people)));
      story.post(chance.shuffle([...steps, ...visits]));
      story.repeat(3);
    }),
  },
  published: {
    about: 'segments go live while events are on their way',
    definitions: { ...shop, segment: [segments.buyers], journey: [journeys.welcome, journeys.thanks] },
    play: telling((story, chance) => {
      const people = story.people(1);
      const visits = (count: number) => times(count, () => story.visit(chance.pick(people)));
      // known on both devices, so that both shards have events of the same person
      for (const { userId, devices } of people)
        story.post(devices.map((anonymousId) => story.event({ type: 'identify', userId, anonymousId })));
      story.wait(0);
      story.post(visits(chance.between(3, 8)));
      story.publish({ workspace: [unlimited], segment: [segments.viewers], journey: [] });
      story.post(visits(chance.between(2, 5)));
      story.publish({ workspace: [unlimited], segment: [segments.golden], journey: [] });
      story.post(visits(chance.between(2, 5)));
      story.calm();
      // a segment takes in everybody at their next event
      for (const { userId, devices } of people)
        story.post([story.event({ userId }), ...devices.map((anonymousId) => story.event({ anonymousId }))]);
    }),
  },
  timers: {
    about: 'memberships end with time alone, while people go on',
    definitions: {
      ...shop,
      segment: [segments.active, segments.buyers],
      journey: [journeys.missed, journeys.thanks],
    },
    play: telling((story, chance) => {
      const people = story.people(2);
      for (let round = 0; round < 2; round += 1) {
        story.post(times(chance.between(3, 6), () => story.visit(chance.pick(people))));
        story.wait(chance.between(1, 100) * 60_000);
      }
      story.post(times(2, () => story.visit(chance.pick(people))));
      story.wait(4 * HOUR);
    }),
  },
  'bad-input': {
    about: 'records that are no events and events that name nobody, among good ones',
    definitions: shop,
    play: telling((story, chance) => {
      const people = story.people(2);
      const bad = [
        story.event({ userId: 'null', event: 'Product Viewed' }),
        story.event({ anonymousId: '0000' }),
      ];
      const good = times(chance.between(5, 10), () => story.visit(chance.pick(people)));
      story.post(chance.shuffle([...bad, ...good]));
      story.actions.splice(chance.between(0, 3), 0, {
        type: 'spoil',
        data: chance.pick(['{', '{"type":"track"}', 'none']),
      });
      story.repeat(2);
    }),
  },
} satisfies Record<string, Shape>;

/** Every way people behave that is simulated, by its name. */
export const shapeNames = Object.keys(shapes) as readonly ShapeName[]; // the keys of a literal
export type ShapeName = keyof typeof shapes;

export const shapeOf = (name: ShapeName): Shape => shapes[name];
