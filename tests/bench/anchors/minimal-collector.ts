/** An HTTP request as API Gateway hands it over, as far as the least of collectors looks. */
export type MinimalRequest = { readonly body?: string | undefined };

type Item = Record<string, unknown>;

/**
 * The least any collector does with a request: parse, check that types, ids and lengths are there, stamp the time, and
 * write the PutRecords call of the stream, one record per event. No write key, no limits, no clean-up, no answer.
 */
export function minimalCollector({ body = '' }: MinimalRequest): string {
  const json = JSON.parse(body);
  const items: readonly Item[] = json.batch ?? [json];
  const receivedAt = Date.now();
  const records: { PartitionKey: unknown; Data: string }[] = [];
  for (const item of items) {
    if (!isUsable(item)) continue;
    item.receivedAt = receivedAt;
    const data = Buffer.from(JSON.stringify(item)).toString('base64');
    records.push({ PartitionKey: item.userId || item.anonymousId, Data: data });
  }
  return JSON.stringify({ StreamName: 's', Records: records });
}

const isUsable = (item: Item): boolean =>
  isText(item.type, 10) &&
  isText(item.messageId, 100) &&
  (item.event === undefined || isText(item.event, 255)) &&
  (isText(item.anonymousId, 255) || isText(item.userId, 255));

const isText = (value: unknown, most: number): boolean => typeof value === 'string' && value.length <= most;
