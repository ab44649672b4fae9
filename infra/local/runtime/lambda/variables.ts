import { region } from '../template/scope.ts';
import type { FunctionConfig } from './function-config.ts';

/** The environment of a function as in Lambda: what AWS sets itself, then what the template gives, and nothing of this process. */
export function processVariables(
  config: FunctionConfig,
  local: { awsUrl: string; runtimeApi: string; sessionToken: string },
): Record<string, string> {
  return {
    ...awsVariables(config),
    AWS_ENDPOINT_URL: local.awsUrl,
    AWS_LAMBDA_RUNTIME_API: local.runtimeApi,
    // the token names the environment: which process made a call
    AWS_SESSION_TOKEN: local.sessionToken,
    ...config.variables,
  };
}

function awsVariables(config: FunctionConfig): Record<string, string> {
  return {
    _HANDLER: config.handler,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${config.runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(config.memorySizeMegabytes),
    AWS_LAMBDA_FUNCTION_NAME: config.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: config.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    ...loggingVariables(config.logging),
    AWS_REGION: region,
    ...credentials(config),
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    LAMBDA_TASK_ROOT: config.folder,
    LANG: 'en_US.UTF-8',
    PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
    TZ: ':UTC',
  };
}

const loggingVariables = ({ format, applicationLevel }: FunctionConfig['logging']): Record<string, string> =>
  format === 'JSON' ? { AWS_LAMBDA_LOG_FORMAT: format, AWS_LAMBDA_LOG_LEVEL: applicationLevel } : {};

// the access key names the caller, so that a role can be enforced per function
function credentials(config: FunctionConfig): Record<string, string> {
  return { AWS_ACCESS_KEY_ID: config.name, AWS_SECRET_ACCESS_KEY: 'local' };
}
