import { randomInt } from 'node:crypto';

/** GenerateSecretString, in the words of AWS::SecretsManager::Secret. */
export type SecretRecipe = {
  readonly PasswordLength?: number;
  readonly ExcludeCharacters?: string;
  readonly ExcludeLowercase?: boolean;
  readonly ExcludeUppercase?: boolean;
  readonly ExcludeNumbers?: boolean;
  readonly ExcludePunctuation?: boolean;
  readonly IncludeSpace?: boolean;
  readonly RequireEachIncludedType?: boolean;
  readonly SecretStringTemplate?: string;
  readonly GenerateStringKey?: string;
};

const LOWERCASE = 'abcdefghijklmnopqrstuvwxyz';
const NUMBERS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** A random secret; with a template, the template's JSON with the secret under its key. */
export function generateSecret(recipe: SecretRecipe): string {
  const password = generatePassword(recipe);
  const { SecretStringTemplate: template, GenerateStringKey: key } = recipe;
  if (template === undefined || key === undefined) return password;
  return JSON.stringify({ ...JSON.parse(template), [key]: password });
}

function generatePassword(recipe: SecretRecipe): string {
  const length = recipe.PasswordLength ?? 32;
  const types = characterTypes(recipe);
  const all = types.join('');
  if (all === '') throw new Error('a generated secret must have some characters left to choose from');
  // AWS puts one of each type in, unless told otherwise
  const required = recipe.RequireEachIncludedType === false ? [] : types.slice(0, length);
  const chosen = [...required, ...Array.from({ length: length - required.length }, () => all)].map(pick);
  return shuffle(chosen).join('');
}

function characterTypes(recipe: SecretRecipe): string[] {
  const excluded = new Set(recipe.ExcludeCharacters ?? '');
  const types = [
    recipe.ExcludeLowercase ? '' : LOWERCASE,
    recipe.ExcludeUppercase ? '' : LOWERCASE.toUpperCase(),
    recipe.ExcludeNumbers ? '' : NUMBERS,
    recipe.ExcludePunctuation ? '' : PUNCTUATION,
    recipe.IncludeSpace ? ' ' : '',
  ];
  const left = types.map((type) => [...type].filter((character) => !excluded.has(character)).join(''));
  return left.filter((type) => type !== '');
}

function pick(characters: string): string {
  return characters.charAt(randomInt(characters.length));
}

function shuffle(characters: readonly string[]): string[] {
  const shuffled = [...characters];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    const [one, two] = [shuffled[last] ?? '', shuffled[other] ?? ''];
    shuffled[last] = two;
    shuffled[other] = one;
  }
  return shuffled;
}
