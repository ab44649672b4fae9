import * as z from 'zod';

/** Reads the named variables once, at cold start; throws with every missing name so a wrong template is seen at once. */
export function readEnv<Names extends readonly string[]>(...names: Names): Record<Names[number], string> {
  const schema = z.object(Object.fromEntries(names.map((name) => [name, z.string().min(1)])));
  const parsed = schema.safeParse(process.env);
  if (parsed.success) return parsed.data as Record<Names[number], string>; // the schema has exactly these keys
  const missing = names.filter((name) => !process.env[name]);
  throw new Error(
    `environment variables missing: ${missing.join(', ')}; the function's reads()/writes() in infra/functions.ts set them`,
  );
}

/** A variable that is empty where a stack has no such thing. */
export function readOptionalEnv(name: string): string {
  return process.env[name] ?? '';
}
