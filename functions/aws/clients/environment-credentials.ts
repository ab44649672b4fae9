import { readEnv, readOptionalEnv } from '../../lib/env.ts';

type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/**
 * The only credentials that Lambda gives: those of the function's role, in the environment for as long as that lives. Bundles
 * have this in place of the SDK's search through files, SSO and the like, which is a sixth of their code.
 */
export const defaultProvider = () => async (): Promise<Credentials> => {
  const env = readEnv('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY');
  const sessionToken = readOptionalEnv('AWS_SESSION_TOKEN');
  return {
    accessKeyId: env.AWS_ACCESS_KEY_ID,
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
    ...(sessionToken === '' ? {} : { sessionToken }),
  };
};
