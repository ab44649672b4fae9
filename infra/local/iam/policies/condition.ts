import * as z from 'zod';
import { UnsupportedError } from '../../runtime/template/unsupported.ts';
import { arnPattern, type Matcher, pattern } from './matcher.ts';

/** What is known of a call beside its action and resource, by condition key in small letters. */
export type Context = Readonly<Record<string, string>>;

export type Condition = (context: Context) => boolean;

const exactly = (text: string): Matcher => ({ text, matches: (value) => value === text });
const caseless = (text: string): Matcher => ({
  text,
  matches: (value) => value.toLowerCase() === text.toLowerCase(),
});

const operators: Readonly<Record<string, (expected: string) => Matcher>> = {
  ArnEquals: arnPattern,
  ArnLike: arnPattern,
  Bool: caseless,
  StringEquals: exactly,
  StringEqualsIgnoreCase: caseless,
  StringLike: pattern,
};

const expectedSchema = z.union([z.string(), z.boolean(), z.number()]).transform(String);
const expectedListSchema = z.union([expectedSchema.transform((one) => [one]), z.array(expectedSchema)]);

/** The conditions of one statement, all of which must hold; a key that the call does not have never does. */
export function parseConditions(
  block: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  path: string,
): readonly Condition[] {
  return Object.entries(block).flatMap(([name, keys]) => {
    const operator = operators[name];
    if (operator === undefined) {
      const supported = Object.keys(operators).join(', ');
      throw new UnsupportedError(`condition operator "${name}" (supported: ${supported})`, path);
    }
    return Object.entries(keys).map(([key, expected]): Condition => {
      const matchers = expectedListSchema.parse(expected).map((text) => operator(text));
      return (context) => {
        const value = context[key.toLowerCase()];
        return value !== undefined && matchers.some((matcher) => matcher.matches(value));
      };
    });
  });
}
