import { describe, expect, it } from 'vitest';
import { plainTextOf } from '../../../../shared/messaging/channels/plain-text.ts';

describe('the text of a page', () => {
  it.each([
    ['<h1>Hi</h1><p>one<br>two</p>', 'Hi\n\none\ntwo'],
    ['<style>p { color: red }</style><script>alert("<p>")</script><p>a</p>', 'a'],
    ['<head><title>t</title></head><body>b</body>', 'b'],
    ['<a class="x" href=\'https://a.example\'>A</a>', 'A (https://a.example)'],
    ['<a name="top">A</a>', 'A'],
    ['<ul><li>one</li><li>two</li></ul>', 'one\n\ntwo'],
    ['a &lt;b&gt; &#8364; &unknown; &#9999999;', 'a <b> € &unknown; &#9999999;'],
    ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
    ['  a\n\n\n b  ', 'a b'],
    ['', ''],
  ])('%s', (html, text) => {
    expect(plainTextOf(html)).toBe(text);
  });

  it.each([
    ['open tags', '<'.repeat(250_000)],
    ['open styles', '<style>'.repeat(35_000)],
    ['open links', '<a href="'.repeat(25_000)],
    ['ampersands', '&'.repeat(250_000)],
    ['blanks', ' '.repeat(250_000)],
  ])('of endless %s is made within a second', (_, html) => {
    const start = performance.now();

    plainTextOf(html);

    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
