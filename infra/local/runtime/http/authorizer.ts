/** The scopes of each token that is valid here, in place of Cognito. */
export type Tokens = ReadonlyMap<string, readonly string[]>;

export type Authorization =
  | { readonly status: 'allowed'; readonly authorizer: Readonly<Record<string, unknown>> }
  | { readonly status: 'unauthorized' }
  | { readonly status: 'forbidden' };

export type JwtRoute = { readonly issuer: string; readonly scopes: readonly string[] };

/** What API Gateway's JWT authorizer decides: a valid token, and at least one of the route's scopes. */
export function authorize(header: string | undefined, route: JwtRoute, tokens: Tokens): Authorization {
  // API Gateway takes the token with and without the word Bearer
  const token = header?.replace(/^Bearer\s+/i, '') ?? '';
  const held = tokens.get(token);
  if (held === undefined) return { status: 'unauthorized' };
  const granted = route.scopes.filter((scope) => held.includes(scope));
  if (route.scopes.length > 0 && granted.length === 0) return { status: 'forbidden' };
  const claims = {
    iss: route.issuer,
    sub: 'local-admin',
    client_id: 'local-admin',
    username: 'local-admin',
    token_use: 'access',
    scope: held.join(' '),
  };
  return {
    status: 'allowed',
    authorizer: { jwt: { claims, scopes: route.scopes.length > 0 ? granted : null } },
  };
}
