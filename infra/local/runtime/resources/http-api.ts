import type { LocalServices } from '../deployment/local-services.ts';
import { deployed, type Resource, type ResourceType } from '../deployment/resource-type.ts';
import type { JwtRoute } from '../http/authorizer.ts';
import type { Integration } from '../http/http-api.ts';
import { parseRouteKey } from '../http/route-key.ts';
import { TemplateError } from '../template/unsupported.ts';

/** AWS::ApiGatewayV2::Api of the HTTP protocol. */
export const httpApi: ResourceType = {
  shape: { Name: 'accepted', ProtocolType: 'used', Description: 'accepted', Tags: 'accepted' },
  deploy({ logicalId, properties }, services) {
    properties.allow('ProtocolType', ['HTTP']);
    const { id } = services.gateway.createApi(logicalId.toLowerCase());
    return deployed(id, { ApiEndpoint: services.publicUrl, ApiId: id });
  },
};

/** AWS::ApiGatewayV2::Stage: only `$default`, which adds nothing to paths. */
export const httpStage: ResourceType = {
  shape: {
    ApiId: 'used',
    StageName: 'used',
    AccessLogSettings: 'accepted',
    AutoDeploy: 'accepted',
    DefaultRouteSettings: 'accepted',
    Description: 'accepted',
    Tags: 'accepted',
  },
  deploy({ properties }) {
    properties.allow('StageName', ['$default']);
    return deployed(properties.text('StageName'));
  },
};

// API Gateway's own limit
const longestTimeoutMs = 30_000;

/** AWS::ApiGatewayV2::Integration with a function. */
export const httpIntegration: ResourceType = {
  shape: {
    ApiId: 'used',
    IntegrationType: 'used',
    IntegrationUri: 'used',
    PayloadFormatVersion: 'used',
    TimeoutInMillis: 'used',
    IntegrationMethod: 'accepted',
    Description: 'accepted',
  },
  deploy({ logicalId, properties }, services) {
    properties.allow('IntegrationType', ['AWS_PROXY']);
    properties.allow('PayloadFormatVersion', ['2.0']);
    const id = logicalId.toLowerCase();
    const functionArn = services.functions.config(functionOf(properties.text('IntegrationUri'))).arn;
    const timeoutMs = properties.number('TimeoutInMillis', longestTimeoutMs);
    services.gateway.integrations.set(id, { functionArn, timeoutMs });
    return deployed(id, { IntegrationId: id });
  },
};

// either the function's ARN or API Gateway's path to it
function functionOf(uri: string): string {
  return uri.split('/functions/').at(-1)?.split('/')[0] ?? uri;
}

/** AWS::ApiGatewayV2::Authorizer for JWT; here the local admin token is the only one that is valid. */
export const httpAuthorizer: ResourceType = {
  shape: {
    ApiId: 'used',
    AuthorizerType: 'used',
    IdentitySource: 'used',
    JwtConfiguration: { Audience: 'accepted', Issuer: 'used' },
    Name: 'accepted',
  },
  deploy({ logicalId, properties }, services) {
    properties.allow('AuthorizerType', ['JWT']);
    const id = logicalId.toLowerCase();
    services.gateway.issuers.set(id, properties.object('JwtConfiguration').text('Issuer'));
    return deployed(id, { AuthorizerId: id });
  },
};

/** AWS::ApiGatewayV2::Route */
export const httpRoute: ResourceType = {
  shape: {
    ApiId: 'used',
    AuthorizationScopes: 'used',
    AuthorizationType: 'used',
    AuthorizerId: 'used',
    RouteKey: 'used',
    Target: 'used',
    OperationName: 'accepted',
  },
  deploy(resource, services) {
    const { logicalId, properties, path } = resource;
    properties.allow('AuthorizationType', ['NONE', 'JWT']);
    services.gateway.api(properties.text('ApiId')).addRoute({
      key: parseRouteKey(properties.text('RouteKey'), path),
      integration: integration(resource, services),
      jwt: jwt(resource, services),
    });
    return deployed(logicalId.toLowerCase());
  },
};

function integration({ properties, path }: Resource, services: LocalServices): Integration {
  const target = properties.text('Target');
  const found = services.gateway.integrations.get(target.replace('integrations/', ''));
  if (found === undefined) throw new TemplateError(`unknown integration "${target}"`, path);
  return found;
}

function jwt({ properties, path }: Resource, services: LocalServices): JwtRoute | undefined {
  if (properties.optionalText('AuthorizationType') !== 'JWT') return undefined;
  const id = properties.text('AuthorizerId');
  const issuer = services.gateway.issuers.get(id);
  if (issuer === undefined) throw new TemplateError(`unknown authorizer "${id}"`, path);
  return { issuer, scopes: properties.texts('AuthorizationScopes') };
}
