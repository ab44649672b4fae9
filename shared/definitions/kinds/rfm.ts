import * as z from 'zod';
import type { LiveRfm } from '../../segments/rfm/compile-rfm.ts';
import { quintilesSchema } from '../../segments/rfm/scores.ts';
import { rfmSettingsSchema } from '../../segments/rfm/settings.ts';
import type { DefinitionKind } from '../definition-kind.ts';
import type { LiveDefinition } from '../definition-store.ts';
import { parseFields } from '../parse-fields.ts';

/** Which purchases buyers are scored by; nobody is until it is saved. */
export const rfmKind: DefinitionKind = {
  kind: 'rfm',
  path: 'rfm',
  backfills: true,
  only: { id: 'rfm' },
  parse: (value) => ({ body: parseFields(rfmSettingsSchema, value), warnings: [] }),
};

const savedQuintilesSchema = z.strictObject({
  id: z.literal('quintiles'),
  /** the definitions number at which the settings they are for went live: of other purchases they say nothing */
  settings: z.number().int(),
  /** absent while there are too few buyers */
  quintiles: quintilesSchema.optional(),
});
export type SavedQuintiles = z.infer<typeof savedQuintilesSchema>;

/** What the scores are given by. No marketer writes it, so it is not among the kinds of a workspace. */
export const quintilesKind: DefinitionKind = {
  kind: 'quintiles',
  path: 'quintiles',
  only: { id: 'quintiles' },
  parse: (value) => ({ body: parseFields(savedQuintilesSchema, value), warnings: [] }),
};

export const scoringKinds: readonly string[] = [rfmKind.kind, quintilesKind.kind];

/** How buyers are scored, among live definitions. */
export function liveRfm(definitions: readonly LiveDefinition[]): LiveRfm | undefined {
  const rfm = definitions.find(({ kind }) => kind === rfmKind.kind);
  if (rfm === undefined) return undefined;
  const saved = definitions.find(({ kind }) => kind === quintilesKind.kind);
  const found = saved && savedQuintilesSchema.parse(saved.body);
  return {
    settings: rfmSettingsSchema.parse(rfm.body),
    since: rfm.since,
    changed: Math.max(rfm.since, saved?.since ?? 0),
    quintiles: found?.settings === rfm.since ? found.quintiles : undefined,
  };
}
