import type { Json } from '../../runtime/template/json.ts';

export type Argument =
  | { readonly type: 'literal'; readonly value: Json }
  | { readonly type: 'path'; readonly path: string }
  | { readonly type: 'call'; readonly name: string; readonly arguments: readonly Argument[] };

type Call = Extract<Argument, { type: 'call' }>;

const token = /\s*(?:('(?:\\.|[^'\\])*')|(States\.\w+)\s*\(|(\$[^\s,()]*)|([^\s,()']+)|([,)]))/y;

/** Parses an intrinsic function; undefined when the text is none. */
export function parseIntrinsic(text: string): Call | undefined {
  const tokens = tokenize(text);
  const call = tokens && readArgument(tokens);
  return call?.type === 'call' && tokens?.length === 0 ? call : undefined;
}

type Token = {
  readonly quoted?: string | undefined;
  readonly name?: string | undefined;
  readonly path?: string | undefined;
  readonly word?: string | undefined;
  readonly mark?: string | undefined;
};

function tokenize(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    token.lastIndex = at;
    const match = token.exec(text);
    if (match === null) return undefined;
    const [, quoted, name, path, word, mark] = match;
    tokens.push({ quoted, name, path, word, mark });
    at = token.lastIndex;
  }
  return tokens;
}

function readArgument(tokens: Token[]): Argument | undefined {
  const first = tokens.shift();
  if (first?.quoted !== undefined) return { type: 'literal', value: unquote(first.quoted) };
  if (first?.path !== undefined) return { type: 'path', path: first.path };
  if (first?.name !== undefined) return readCall(first.name, tokens);
  return first?.word === undefined ? undefined : readWord(first.word);
}

function readCall(name: string, tokens: Token[]): Call | undefined {
  const list: Argument[] = [];
  if (tokens[0]?.mark === ')') {
    tokens.shift();
    return { type: 'call', name, arguments: list };
  }
  for (;;) {
    const argument = readArgument(tokens);
    const mark = tokens.shift()?.mark;
    if (argument === undefined || mark === undefined) return undefined;
    list.push(argument);
    if (mark === ')') return { type: 'call', name, arguments: list };
  }
}

function readWord(word: string): Argument | undefined {
  try {
    return { type: 'literal', value: JSON.parse(word) };
  } catch {
    return undefined;
  }
}

// escaped braces are left to States.Format, which alone knows them
function unquote(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(['\\])/g, '$1');
}
