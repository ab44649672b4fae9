type Client = { readonly middlewareStack: { remove(middleware: string): boolean } };

/** A client that logs no requests: the SDK copies each, and its answer, for a logger, even for one that drops them. */
export function unlogged<Kind extends Client>(client: Kind): Kind {
  // a new name of it would cost us the copies again, unnoticed
  if (!client.middlewareStack.remove('loggerMiddleware')) throw new Error('the SDK has no loggerMiddleware');
  return client;
}
