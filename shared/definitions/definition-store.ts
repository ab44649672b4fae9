export type DefinitionStatus = 'live' | 'draft' | 'archived';

export type LiveDefinition = {
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  /** the definitions number at which this version went live */
  readonly since: number;
  readonly body: unknown;
};

/** What the hot path needs: the number tells whether anything was published since the last load. */
export type DefinitionReader = {
  number(): Promise<number>;
  load(
    kinds: readonly string[],
  ): Promise<{ readonly number: number; readonly definitions: readonly LiveDefinition[] }>;
};

export type IndexEntry = {
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  readonly status: DefinitionStatus;
  /** the definitions number at which it came into force, or out of it */
  readonly since: number;
  /** a saved version that waits beside the one in force */
  readonly draft?: number | undefined;
};

/** Every definition in one item. `number` moves when something in force changes, `revision` with every save. */
export type DefinitionIndex = {
  readonly number: number;
  readonly revision: number;
  readonly entries: readonly IndexEntry[];
};

export type DefinitionVersion = {
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly savedAt: string;
  readonly savedBy: string;
};

/** The next state of the index, stored with its new version (if any) in one transaction, only onto the revision before it. */
export type DefinitionChange = {
  readonly index: DefinitionIndex;
  readonly version?: DefinitionVersion | undefined;
};

export type DefinitionWriter = {
  loadIndex(): Promise<DefinitionIndex>;
  loadVersion(kind: string, id: string, version: number): Promise<DefinitionVersion | undefined>;
  /** oldest first */
  listVersions(kind: string, id: string): Promise<readonly DefinitionVersion[]>;
  saveChange(change: DefinitionChange): Promise<'saved' | 'conflict'>;
};

export type DefinitionStore = DefinitionReader & DefinitionWriter;

export const emptyIndex: DefinitionIndex = { number: 0, revision: 0, entries: [] };
