import { CfnOutput, Lazy, Stack } from 'aws-cdk-lib';
import {
  CfnRoute,
  HttpApi,
  HttpAuthorizer,
  HttpAuthorizerType,
  HttpIntegration,
  HttpIntegrationType,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from '../constructs/acknowledge.ts';
import { alarmPeriod, HouseAlarm } from '../constructs/alarm.ts';
import type { HouseFunction } from '../constructs/function.ts';
import type { Route } from '../function-definition.ts';
import type { Settings } from '../settings.ts';
import { SignIn } from './sign-in.ts';

/** The one HTTP API: the collector for everyone, the admin API for signed-in people. */
export class Api extends Construct {
  /** Where sites and apps send events, and where links in messages lead. */
  readonly url: string;
  private readonly api: HttpApi;
  private readonly authorizer: HttpAuthorizer;
  private readonly served: HouseFunction[] = [];

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    // no CORS here: the API's own setting would override what the functions answer
    this.api = new HttpApi(this, 'HttpApi', {
      apiName: `tributary-${settings.stage}`,
      description: 'Tributary: collector and admin API',
    });
    acknowledge(this.api, {
      APIG1:
        'a log line per request would cost a tenth of the request; metrics and the functions tell what failed',
    });
    const signIn = new SignIn(this, 'SignIn', settings);
    this.authorizer = new HttpAuthorizer(this, 'Authorizer', {
      httpApi: this.api,
      authorizerName: 'admin',
      type: HttpAuthorizerType.JWT,
      identitySource: ['$request.header.Authorization'],
      jwtIssuer: signIn.issuer,
      jwtAudience: [signIn.clientId],
    });
    new HouseAlarm(this, 'Faults', {
      metric: this.api.metricServerError({ statistic: 'Sum', period: alarmPeriod }),
      threshold: 1,
      impact: Lazy.string({ produce: () => this.impact() }),
      topicArn: settings.alarmTopic,
    });
    this.url = this.api.apiEndpoint;
    new CfnOutput(Stack.of(this), 'ApiUrl', {
      description: 'Where sites and apps send events',
      value: this.url,
    });
  }

  /** What it means that requests are answered with errors, function by function. */
  private impact(): string {
    const intro = 'Requests are answered with errors of ours; the logs tell by which function.';
    return [intro, ...this.served.map(({ name, errorImpact }) => `${name}: ${errorImpact}`)].join(' ');
  }

  /** Routes requests to the function; a route with a scope lets only tokens that carry it pass. */
  serve(served: HouseFunction, routes: readonly Route[]): void {
    this.served.push(served);
    const integration = new HttpIntegration(served, 'Integration', {
      httpApi: this.api,
      integrationType: HttpIntegrationType.AWS_PROXY,
      integrationUri: served.lambda.functionArn,
      payloadFormatVersion: PayloadFormatVersion.VERSION_2_0,
    });
    served.lambda.addPermission('InvokedByApi', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      // the ARN of the route $default has no method: a pattern with one never matches it
      sourceArn: Stack.of(this).formatArn({
        service: 'execute-api',
        resource: this.api.apiId,
        resourceName: '*',
      }),
    });
    for (const route of routes) this.addRoute(served, integration, route);
  }

  private addRoute(served: HouseFunction, integration: HttpIntegration, { key, scope }: Route): void {
    const route = new CfnRoute(served, `Route ${key}`, {
      apiId: this.api.apiId,
      routeKey: key,
      target: `integrations/${integration.integrationId}`,
      ...(scope ? this.authorization(SignIn.scopeName(scope)) : { authorizationType: 'NONE' }),
    });
    if (!scope)
      acknowledge(route, {
        APIG4: 'a site shows a write key, a link a signed token: the function checks them',
      });
  }

  private authorization(scopeName: string) {
    return {
      authorizationType: 'JWT',
      authorizerId: this.authorizer.authorizerId,
      authorizationScopes: [scopeName],
    };
  }
}
