import type { Arrival } from './arrival.ts';

type Data = Record<string, unknown>;

/** The context of one event: the envelope's under its own, and the address as the source's privacy allows. A signature has done its work. */
export function contextOf(own: Data | null | undefined, arrival: Arrival): Data | undefined {
  const { ip: claimed, signature: _signature, ...rest } = { ...arrival.envelope.context, ...own };
  const ip = ipOf(claimed, arrival);
  const context = ip === undefined ? rest : { ...rest, ip };
  return Object.keys(context).length === 0 ? undefined : context;
}

/** A browser cannot know its address and could claim any; a server speaks for others, so its word stands. */
function ipOf(claimed: unknown, { source, ip }: Arrival): unknown {
  if (!source.storeIp) return undefined;
  return source.kind === 'browser' ? ip : claimed;
}
