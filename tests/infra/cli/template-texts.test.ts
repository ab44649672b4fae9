import { describe, expect, it } from 'vitest';
import { withTexts } from '../../../infra/cli/template-texts.ts';

describe('the texts beside a template', () => {
  it.each([
    ['email', 'html'],
    ['sms', 'text'],
    ['push', 'body'],
  ])('are the body of an %s', (channel, part) => {
    const composed = withTexts({ channel }, [{ name: 'en.liquid', text: 'Hello\n' }]);

    expect(composed).toEqual({ channel, locales: { en: { [part]: 'Hello' } } });
  });

  it('are other parts when named so, and join what the template says', () => {
    const template = { channel: 'email', locales: { en: { subject: 'Hi' }, de: { subject: 'Hallo' } } };

    const composed = withTexts(template, [
      { name: 'en.liquid', text: '<p>' },
      { name: 'en.text.liquid', text: 'plain' },
      { name: 'pl-PL.subject.liquid', text: 'Cześć' },
    ]);

    expect(composed).toEqual({
      channel: 'email',
      locales: {
        en: { subject: 'Hi', html: '<p>', text: 'plain' },
        de: { subject: 'Hallo' },
        'pl-PL': { subject: 'Cześć' },
      },
    });
  });

  it('leave a template alone when there are none', () => {
    expect(withTexts({ channel: 'sms' }, [])).toEqual({ channel: 'sms' });
  });

  it('need a name that tells the locale', () => {
    expect(() => withTexts({ channel: 'sms' }, [{ name: 'a.b.c.liquid', text: '' }])).toThrow(
      'name it like en.liquid',
    );
  });
});
