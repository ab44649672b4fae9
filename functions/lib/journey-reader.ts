/** A run as the admin API shows it. */
export type RunView = {
  readonly entryId: string;
  readonly profileId: string;
  readonly version: number;
  readonly status: string;
  readonly reason?: string | undefined;
  readonly step?: string | undefined;
  readonly enteredAt: string;
  readonly endedAt?: string | undefined;
};

/** A run among those of one person. */
export type PersonRunView = RunView & { readonly journey: string };

/** A send as the admin API shows it. */
export type SendView = {
  readonly sendId: string;
  readonly profileId: string;
  readonly journey: string;
  readonly step: string;
  readonly channel: string;
  readonly template: string;
  readonly state: string;
  readonly reason?: string | undefined;
  readonly at: string;
};

/** Where an item stands in its list. */
export type Place = { readonly at: string; readonly pk: string; readonly sk: string };

/** Part of a list, newest first; `isEnd` when nothing follows. */
export type Slice<Item> = {
  readonly rows: readonly { readonly item: Item; readonly place: Place }[];
  readonly isEnd: boolean;
};
export type SliceOf = { readonly after: Place | undefined; readonly limit: number };

/** The port to runs and sends as lists. They trail the ledger by moments: nothing is decided by them. */
export type JourneyReader = {
  runsOf(journeyId: string, slice: SliceOf): Promise<Slice<RunView>>;
  sendsOfJourney(journeyId: string, slice: SliceOf): Promise<Slice<SendView>>;
  /** @param journeyId only those of this journey */
  sendsOfProfile(profileId: string, journeyId: string | undefined, slice: SliceOf): Promise<Slice<SendView>>;
};

/** The port to what one person went through. */
export type PersonJourneyReader = Pick<JourneyReader, 'sendsOfProfile'> & {
  runsOfProfile(profileId: string, slice: SliceOf): Promise<Slice<PersonRunView>>;
};
