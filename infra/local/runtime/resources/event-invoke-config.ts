import { deployed, type ResourceType } from '../deployment/resource-type.ts';
import { isQueue } from '../failures/destinations.ts';
import { defaultAsyncConfig } from '../lambda/async-invoke.ts';
import { UnsupportedError } from '../template/unsupported.ts';

/** AWS::Lambda::EventInvokeConfig: what happens to asynchronous invocations that fail. */
export const eventInvokeConfig: ResourceType = {
  shape: {
    FunctionName: 'used',
    MaximumRetryAttempts: 'used',
    DestinationConfig: { OnFailure: { Destination: 'used' } },
    Qualifier: 'used',
    // retries follow within seconds here, none grows that old
    MaximumEventAgeInSeconds: 'accepted',
  },
  deploy({ logicalId, properties, path }, services) {
    properties.allow('Qualifier', ['$LATEST']);
    const onFailureArn = properties
      .object('DestinationConfig')
      .object('OnFailure')
      .optionalText('Destination');
    if (onFailureArn !== undefined && !isQueue(onFailureArn)) {
      throw new UnsupportedError(`on-failure destination "${onFailureArn}" (supported: SQS)`, path);
    }
    services.functions.setAsyncConfig(properties.text('FunctionName'), {
      maximumRetryAttempts: properties.number(
        'MaximumRetryAttempts',
        defaultAsyncConfig.maximumRetryAttempts,
      ),
      onFailureArn,
    });
    return deployed(logicalId);
  },
};
