/** One item of a table as flat attributes, whatever the store; the codecs of `shared/` write and read these. */
export type FlatItem = Readonly<Record<string, number | string | Uint8Array>>;
