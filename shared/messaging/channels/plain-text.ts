const TAG = /<([/!a-z][^<>]*)>/i;
const HIDDEN = new Set(['style', 'script', 'head', 'title']);
const BREAKS = new Set([
  'br',
  'p',
  'div',
  'tr',
  'table',
  'ul',
  'ol',
  'li',
  'hr',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
]);
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** What a mail program without HTML shows: the words, line by line, each link with its address behind it. */
export function plainTextOf(html: string): string {
  const lines: string[] = [''];
  const write = (text: string) => lines.push(`${lines.pop() ?? ''}${text}`);
  let hiddenIn: string | undefined;
  let link: string | undefined;
  // split by one group: texts and tags take turns
  for (const [index, token] of html.split(TAG).entries()) {
    const { name, isEnd } = tagOf(index % 2 === 1 ? token : '');
    if (hiddenIn !== undefined) hiddenIn = isEnd && name === hiddenIn ? undefined : hiddenIn;
    else if (index % 2 === 0) write(decodeEntities(token).replaceAll(/\s+/g, ' '));
    else if (HIDDEN.has(name) && !isEnd) hiddenIn = name;
    else if (name === 'a' && !isEnd) link = hrefOf(token);
    else if (name === 'a') {
      if (link !== undefined) write(` (${link})`);
      link = undefined;
    } else if (BREAKS.has(name)) lines.push('');
  }
  const trimmed = lines.map((line) => line.trim());
  return trimmed
    .filter((line, index) => line !== '' || trimmed[index - 1] !== '')
    .join('\n')
    .trim();
}

function tagOf(tag: string): { name: string; isEnd: boolean } {
  const isEnd = tag.startsWith('/');
  const [name = ''] = (isEnd ? tag.slice(1) : tag).split(/[\s/]/, 1);
  return { name: name.toLowerCase(), isEnd };
}

function hrefOf(tag: string): string | undefined {
  const [, double, single] = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(tag) ?? [];
  const href = double ?? single;
  return href === undefined ? undefined : decodeEntities(href).trim();
}

function decodeEntities(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|([a-z]{1,8}));/g, (whole, code?: string, name?: string) => {
    if (code === undefined) return ENTITIES[name ?? ''] ?? whole;
    const point = Number(code);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
