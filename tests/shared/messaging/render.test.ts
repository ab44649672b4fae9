import { describe, expect, it } from 'vitest';
import { type RenderContext, renderTemplate } from '../../../shared/messaging/render.ts';
import type { Template } from '../../../shared/messaging/template.ts';

const context: RenderContext = {
  profile: { firstName: 'Zoë <b>', city: null, address: { street: 'Long 1' }, tags: ['a', 'b'], none: [] },
  event: { products: [{ name: 'Tea & cake', price: 3.5 }, { name: 'Cup' }] },
  journey: { id: 'welcome', name: undefined },
  workspace: { timezone: 'UTC' },
  unsubscribeUrl: 'https://api.example/u/t.s',
};

const render = (html: string, changes: Partial<RenderContext> = {}) => {
  const template: Template = {
    id: 'a',
    channel: 'email',
    class: 'transactional',
    defaultLocale: 'en',
    locales: { en: { subject: html, html } },
  };
  const { event: _, ...withoutEvent } = context;
  const base = 'event' in changes && changes.event === undefined ? withoutEvent : context;
  return renderTemplate(template, 'en', { ...base, ...changes });
};

describe('filling in', () => {
  it('escapes what comes from outside in html, and nowhere else', () => {
    expect(render('Hi {{ profile.firstName }}')).toEqual({
      parts: { subject: 'Hi Zoë <b>', html: 'Hi Zoë &lt;b&gt;' },
    });
  });

  it.each([
    ['{{ profile.firstName | raw }}', 'Zoë <b>'],
    ['{% for p in event.products %}{{ p.name }};{% endfor %}', 'Tea &amp; cake;Cup;'],
    ['{{ profile.nickname | default: "you" }}', 'you'],
    ['{% if profile.nickname %}a{% else %}b{% endif %}', 'b'],
    ['{% if profile.tags contains "a" %}a{% endif %}', 'a'],
    ['{{ profile.tags | join: ", " }}', 'a, b'],
    ['{{ profile.tags.size }}', '2'],
    ['{{ "2026-11-01T23:30:00Z" | date: "%d.%m. %H:%M" }}', '01.11. 23:30'],
    ['{% echo profile.firstName %}', 'Zoë &lt;b&gt;'],
  ])('knows %s', (source, expected) => {
    expect(render(source)).toMatchObject({ parts: { html: expected } });
  });

  it.each([
    ['{{ profile.lastName }}', 'profile.lastName'],
    ['{{ profile.city }}', 'profile.city'],
    ['{{ profile.address }}', 'profile.address'],
    ['{{ profile.none.first }}', 'profile.none.first'],
    ['{{ profile.city | raw }}', 'profile.city | raw'],
    ['{% assign x = profile.lastName %}{{ x }}', 'x'],
    ['{% capture x %}{{ profile.lastName }}{% endcapture %}', 'profile.lastName'],
    ['{% for p in event.products %}{{ p.price }}{% endfor %}', 'p.price'],
    ['{% for p in profile.orders %}{% endfor %}', 'profile.orders'],
    ['{{ journey.name }}', 'journey.name'],
    ['{{ profile.__proto__ }}', 'profile.__proto__'],
    ['{{ profile.constructor }}', 'profile.constructor'],
  ])('never leaves a gap: %s', (source, missing) => {
    const rendering = render(source);

    expect(rendering).toEqual({ failed: `subject: ${missing}` });
  });

  it('has no event when a segment let the person in', () => {
    expect(render('{{ event.products.size }}', { event: undefined })).toEqual({ failed: 'subject: event' });
  });

  it.each([
    ['a huge range', '{% for i in (1..30000000) %}{% endfor %}'],
    ['a wide date', '{{ "now" | date: "%5000000d" }}'],
    [
      'doubling',
      '{% assign a = "aaaaaaaaaa" %}{% for i in (1..40) %}{% assign a = a | append: a %}{% endfor %}{{ a }}',
    ],
    [
      'loops in loops',
      '{% for i in (1..900) %}{% for j in (1..900) %}{% for k in (1..900) %}{% endfor %}{% endfor %}{% endfor %}',
    ],
    ['a huge table', '{% tablerow i in (1..200000) %}{% endtablerow %}'],
    ['replacing', `{% assign a = "${'a'.repeat(5_000)}" %}{{ a | replace: "a", a | replace: "a", a }}`],
  ])('stops at %s', (_, source) => {
    const start = performance.now();

    const rendering = render(source);

    expect(rendering).toHaveProperty('failed');
    // 200 ms by design, with room for a busy machine
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
