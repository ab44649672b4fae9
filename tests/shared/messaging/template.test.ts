import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../../shared/errors.ts';
import { parseTemplate } from '../../../shared/messaging/template.ts';

const html = '<p>Hi {{ profile.firstName }}</p><a href="{{ unsubscribeUrl }}">Stop</a>';
const text = 'Hi {{ profile.firstName }}. Stop: {{ unsubscribeUrl }}';
const email = {
  id: 'cart-reminder',
  channel: 'email',
  class: 'marketing',
  topic: 'offers',
  defaultLocale: 'en',
  locales: { en: { subject: 'Your cart', html, text } },
};
const english = (parts: object) => ({ ...email, locales: { en: { ...email.locales.en, ...parts } } });
const sms = { ...email, channel: 'sms', locales: { en: { text: 'Thanks, {{ profile.firstName }}!' } } };
const push = { ...email, channel: 'push', locales: { en: { title: 'Hello', body: '{{ event.name }}' } } };

function refusalOf(value: unknown): { code: string; pointer: string | undefined } {
  try {
    parseTemplate(value);
  } catch (error) {
    if (error instanceof InvalidInputError) return { code: error.code, pointer: error.pointer };
    throw error;
  }
  throw new Error('the template was taken');
}

describe('a template', () => {
  it.each([
    ['an email', email],
    ['an email in two languages', { ...email, locales: { ...email.locales, 'pl-PL': email.locales.en } }],
    ['an SMS', sms],
    ['a push message', push],
    [
      'a transactional email without a link',
      { ...english({ html: 'Hi', text: 'Hi' }), class: 'transactional' },
    ],
    [
      'loops, conditions and filters',
      english({
        html: `{% for p in event.products %}{{ p.name | upcase }}{% endfor %}{% if profile.vip %}VIP{% endif %}${html}`,
      }),
    ],
    [
      'a variable of its own',
      english({ subject: '{% assign name = profile.firstName | default: "you" %}{{ name }}' }),
    ],
  ])('may be %s', (_, value) => {
    expect(parseTemplate(value).warnings).toEqual([]);
  });

  it.each<[string, unknown, string, string]>([
    ['an open output', english({ subject: 'Hi {{ profile.x' }), 'template_syntax', '/locales/en/subject'],
    [
      'a call',
      english({ subject: "{{ profile.constructor.constructor('return process')() }}" }),
      'template_syntax',
      '/locales/en/subject',
    ],
    ['an open tag', english({ html: `{% if profile.x %}${html}` }), 'template_syntax', '/locales/en/html'],
    [
      'an unknown filter',
      english({ subject: '{{ profile.x | shout }}' }),
      'unknown_filter',
      '/locales/en/subject',
    ],
    ['an unknown tag', english({ subject: '{% shout %}' }), 'unknown_tag', '/locales/en/subject'],
    [
      'an unknown variable',
      english({ subject: '{{ user.name }}' }),
      'unknown_variable',
      '/locales/en/subject',
    ],
    [
      'an unknown variable in a condition',
      english({ subject: '{% if user.vip %}a{% endif %}' }),
      'unknown_variable',
      '/locales/en/subject',
    ],
    [
      'a variable by a computed name',
      english({ subject: '{{ ["user"] }}' }),
      'unknown_variable',
      '/locales/en/subject',
    ],
    [
      'a file',
      english({ subject: "{% include '../../etc/passwd' %}" }),
      'unknown_tag',
      '/locales/en/subject',
    ],
    ['another file', english({ subject: "{% render 'x' %}" }), 'unknown_tag', '/locales/en/subject'],
    [
      'a filter that leaves it to chance',
      english({ subject: '{{ event.products | sample }}' }),
      'unknown_filter',
      '/locales/en/subject',
    ],
    ['no subject', english({ subject: undefined }), 'missing_part', '/locales/en/subject'],
    ['no html', english({ html: undefined }), 'missing_part', '/locales/en/html'],
    ['an SMS without text', { ...sms, locales: { en: {} } }, 'missing_part', '/locales/en/text'],
    [
      'a push message without a body',
      { ...push, locales: { en: { title: 'a' } } },
      'missing_part',
      '/locales/en/body',
    ],
    [
      'a part of another channel',
      { ...sms, locales: { en: { text: 'a', html: 'a' } } },
      'part_not_used',
      '/locales/en/html',
    ],
    ['a sender where there is none', { ...sms, from: { email: 'a@b.example' } }, 'part_not_used', '/from'],
    [
      'marketing html without a way out',
      english({ html: '<p>Hi</p>' }),
      'missing_unsubscribe_link',
      '/locales/en/html',
    ],
    [
      'marketing text without a way out',
      english({ text: 'Hi' }),
      'missing_unsubscribe_link',
      '/locales/en/text',
    ],
    [
      'a way out in one language only',
      { ...email, locales: { ...email.locales, pl: { subject: 'a', html: 'a' } } },
      'missing_unsubscribe_link',
      '/locales/pl/html',
    ],
    ['a default nobody wrote in', { ...email, defaultLocale: 'pl' }, 'unknown_locale', '/defaultLocale'],
    ['no language', { ...email, locales: {} }, 'unknown_locale', '/defaultLocale'],
    ['an unknown channel', { ...email, channel: 'fax' }, 'invalid_value', '/channel'],
    ['an unknown class', { ...email, class: 'spam' }, 'invalid_value', '/class'],
    ['a recipient', { ...email, to: 'boss@shop.example' }, 'unknown_field', '/to'],
    [
      'a sender from a trait',
      { ...email, from: { email: '{{ profile.email }}' } },
      'invalid_value',
      '/from/email',
    ],
    [
      'a sender with a line break',
      { ...email, from: { email: 'a@b.example', name: 'A\r\nBcc: x' } },
      'invalid_value',
      '/from/name',
    ],
    ['an unknown part', english({ headline: 'a' }), 'unknown_field', '/locales/en/headline'],
    ['a part over the limit', english({ html: html.repeat(2_000) }), 'invalid_value', '/locales/en/html'],
    ['nothing at all', {}, 'missing_field', '/id'],
  ])('is refused with %s', (_, value, code, pointer) => {
    expect(refusalOf(value)).toEqual({ code, pointer });
  });

  it('is told the nearest word that is known', () => {
    expect(() => parseTemplate(english({ subject: '{{ profil.name }}' }))).toThrow('did you mean `profile`?');
    expect(() => parseTemplate(english({ subject: '{{ profile.name | upcas }}' }))).toThrow(
      'did you mean `upcase`?',
    );
  });

  it.each([
    ['nesting', '{% if a %}'.repeat(4_700) + '{% endif %}'.repeat(4_700)],
    ['open brackets', '{{ '.repeat(30_000)],
    ['open quotes', `{{ ${'"'.repeat(90_000)} }}`],
    ['a long path', `{{ profile${'.a'.repeat(45_000)} }}`],
    ['many filters', `{{ profile ${'| upcase '.repeat(10_000)}}}`],
    ['half tags', '{%'.repeat(49_000)],
  ])('of endless %s is read or refused within a second', (_, subject) => {
    const start = performance.now();

    try {
      parseTemplate(english({ subject }));
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidInputError);
    }

    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it('warns of what is likely a mistake', () => {
    const long = { ...sms, locales: { en: { text: `Zażółć ${'gęślą jaźń '.repeat(10)}` } } };

    expect(parseTemplate(long).warnings).toEqual([
      '/locales/en/text: `text` takes 2 parts (UCS-2) even before anything is filled in',
    ]);
    expect(parseTemplate(english({ text: undefined })).warnings).toEqual([
      '/locales/en/text: `text` is not given, so it is made from the html; a text of its own reads better',
    ]);
  });
});
