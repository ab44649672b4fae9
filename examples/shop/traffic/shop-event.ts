type Content =
  | { readonly type: 'identify'; readonly traits: Readonly<Record<string, unknown>> }
  | { readonly type: 'page'; readonly name: string; readonly properties: Readonly<Record<string, unknown>> }
  | {
      readonly type: 'track';
      readonly event: string;
      readonly properties: Readonly<Record<string, unknown>>;
    };

/** One call of the shop's site (`browser`) or of its shop system (`server`). */
export type ShopEvent = Content & {
  /** milliseconds from the start of the simulation */
  readonly at: number;
  readonly via: 'browser' | 'server';
  readonly messageId: string;
  readonly anonymousId?: string;
  readonly userId?: string;
  /** what the site knows of the device: its language, and where to push to */
  readonly context?: Readonly<Record<string, unknown>>;
};

export type ShopEventContent = Content;
