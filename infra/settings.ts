import * as z from 'zod';

// context values of the command line arrive as strings, those of cdk.json as themselves
const flag = z
  .union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
  .default(false)
  .describe('true or false');
const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

const settingsSchema = z.object({
  stage: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,19}$/)
    .default('prod')
    .describe('at most 20 lowercase letters, digits and dashes, a letter first'),
  dev: flag,
  cmk: flag,
  shards: whole(1, 500).default(1).describe('a whole number from 1 to 500'),
  streamMode: z
    .enum(['provisioned', 'on-demand'])
    .default('provisioned')
    .describe('provisioned or on-demand'),
  batchWindow: whole(0, 300).default(1).describe('whole seconds from 0 to 300'),
  pushApplication: z
    .string()
    .regex(/^arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:app\/[A-Z_]+\/[\w.-]+$/)
    .optional()
    .describe('the ARN of an SNS platform application'),
  alarmTopic: z.string().startsWith('arn:').optional().describe('the ARN of an SNS topic'),
});

/** What one deployment may choose, each as `-c name=value`. */
export type Settings = z.infer<typeof settingsSchema>;

/** Reads the settings from CDK context; throws naming the setting, the value got and what is allowed. */
export function readSettings(context: (name: string) => unknown): Settings {
  const fields = Object.entries(settingsSchema.shape);
  const given = Object.fromEntries(fields.map(([name]) => [name, context(name) ?? undefined]));
  const problems = fields
    .filter(([name, schema]) => !schema.safeParse(given[name]).success)
    .map(([name, schema]) => `-c ${name}=${String(given[name])} is not ${schema.description}`);
  if (problems.length > 0) throw new Error(`settings not usable: ${problems.join('; ')}`);
  return settingsSchema.parse(given);
}
