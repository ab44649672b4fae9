import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  type UserPoolClient,
  type UserPoolResourceServer,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { acknowledge } from '../constructs/acknowledge.ts';
import type { Settings } from '../settings.ts';

/** What an access token may allow on the admin API. */
export type AdminScope = 'read' | 'write' | 'erase';

const resourceServer = 'tributary';
const scopeDescriptions: Record<AdminScope, string> = {
  read: 'Read profiles, segments and definitions',
  write: 'Change and publish definitions',
  erase: 'Erase and export profiles',
};

// where the terminal listens for the answer of the sign-in page
const callbackUrl = 'http://localhost:4600/signed-in';

/** The people who may use the admin API, and the scopes that their tokens carry. */
export class SignIn extends Construct {
  readonly issuer: string;
  readonly clientId: string;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const pool = this.createPool(settings);
    const server = this.createResourceServer(pool);
    pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `tributary-${settings.stage}-${Aws.ACCOUNT_ID}` },
    });
    this.issuer = pool.userPoolProviderUrl;
    this.clientId = this.createClient(pool, server).userPoolClientId;
  }

  /** The scope as it stands in a token. */
  static scopeName(scope: AdminScope): string {
    return `${resourceServer}/${scope}`;
  }

  private createPool(settings: Settings): UserPool {
    const pool = new UserPool(this, 'UserPool', {
      userPoolName: `tributary-${settings.stage}`,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireSymbols: true,
        requireUppercase: true,
      },
      deletionProtection: !settings.dev,
      removalPolicy: settings.dev ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    acknowledge(pool, {
      COG8: 'the Plus tier bills every user; sign-up is closed and a second factor required',
    });
    return pool;
  }

  private createResourceServer(pool: UserPool): UserPoolResourceServer {
    const scopes = Object.entries(scopeDescriptions).map(
      ([scopeName, scopeDescription]) => new ResourceServerScope({ scopeName, scopeDescription }),
    );
    return pool.addResourceServer('ResourceServer', { identifier: resourceServer, scopes });
  }

  private createClient(pool: UserPool, server: UserPoolResourceServer): UserPoolClient {
    const names = Object.keys(scopeDescriptions);
    const client = pool.addClient('Client', {
      // the terminal cannot keep a secret: authorization code with PKCE
      generateSecret: false,
      authFlows: {},
      preventUserExistenceErrors: true,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        callbackUrls: [callbackUrl],
        scopes: [OAuthScope.OPENID, ...names.map((name) => OAuthScope.custom(`${resourceServer}/${name}`))],
      },
    });
    client.node.addDependency(server);
    return client;
  }
}
