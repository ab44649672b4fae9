import * as z from 'zod';

const embeddedSchema = z.looseObject({
  _aws: z.object({
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.object({ Name: z.string() })),
      }),
    ),
  }),
});

/** The names of the custom metrics in a line of the embedded metric format: each with its dimensions is billed for itself. */
export function customMetrics(line: string): readonly string[] {
  if (!line.includes('"CloudWatchMetrics"')) return [];
  const embedded = embeddedSchema.parse(JSON.parse(line));
  return embedded._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) => {
      const values = names.map((name) => String(embedded[name]));
      return Metrics.map(({ Name }) => [Namespace, ...values, Name].join('/'));
    }),
  );
}
