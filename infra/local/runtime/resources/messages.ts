import { arn, deployed, physicalName, type ResourceType } from '../deployment/resource-type.ts';

/** AWS::SES::ConfigurationSet, which calls may name. */
export const sesConfigurationSet: ResourceType = {
  shape: {
    Name: 'used',
    ArchivingOptions: 'accepted',
    DeliveryOptions: 'accepted',
    ReputationOptions: 'accepted',
    SendingOptions: 'accepted',
    SuppressionOptions: 'accepted',
    TrackingOptions: 'accepted',
    VdmOptions: 'accepted',
    Tags: 'accepted',
  },
  deploy(resource, services) {
    const name = physicalName(resource, 'Name', services);
    services.stores.emailEvents.createConfigurationSet(name);
    return deployed(name);
  },
};

/** AWS::SES::ConfigurationSetEventDestination with a topic. */
export const sesEventDestination: ResourceType = {
  shape: {
    ConfigurationSetName: 'used',
    EventDestination: {
      Enabled: 'used',
      MatchingEventTypes: 'used',
      Name: 'accepted',
      SnsDestination: { TopicARN: 'used' },
    },
  },
  deploy({ logicalId, properties }, services) {
    const destination = properties.object('EventDestination');
    if (destination.flag('Enabled', false)) {
      const configurationSet = properties.text('ConfigurationSetName');
      const topicArn = destination.object('SnsDestination').text('TopicARN');
      const ses = {
        service: 'ses.amazonaws.com',
        sourceArn: arn('ses', `configuration-set/${configurationSet}`),
      };
      const publish = { action: 'sns:Publish', resource: topicArn };
      services.stores.emailEvents.add({
        configurationSet,
        topicArn,
        isAllowed: () => services.iam.check(ses, [publish]) === undefined,
        eventTypes: destination.texts('MatchingEventTypes'),
      });
    }
    return deployed(logicalId, { Id: logicalId });
  },
};

/** AWS::SNS::Topic of the standard kind. */
export const snsTopic: ResourceType = {
  shape: {
    TopicName: 'used',
    DisplayName: 'accepted',
    KmsMasterKeyId: 'accepted',
    SignatureVersion: 'accepted',
    TracingConfig: 'accepted',
    Tags: 'accepted',
  },
  deploy(resource, services) {
    const name = physicalName(resource, 'TopicName', services);
    const topicArn = arn('sns', name);
    services.stores.topics.create(topicArn);
    return deployed(topicArn, { TopicArn: topicArn, TopicName: name });
  },
};

/** AWS::SNS::Subscription of a queue. */
export const snsSubscription: ResourceType = {
  shape: {
    Endpoint: 'used',
    Protocol: 'used',
    RawMessageDelivery: 'used',
    TopicArn: 'used',
    Region: 'accepted',
    // for messages that cannot be delivered, which does not happen here
    RedrivePolicy: 'accepted',
  },
  deploy({ logicalId, properties }, services) {
    properties.allow('Protocol', ['sqs']);
    const topicArn = properties.text('TopicArn');
    const { arn: queueArn } = services.stores.queues.queue(properties.text('Endpoint')).config;
    services.stores.topics.subscribe({
      topicArn,
      queueArn,
      isAllowed: () =>
        services.iam.check({ service: 'sns.amazonaws.com', sourceArn: topicArn }, [
          { action: 'sqs:SendMessage', resource: queueArn },
        ]) === undefined,
      isRaw: properties.flag('RawMessageDelivery', false),
    });
    return deployed(`${topicArn}:${logicalId}`);
  },
};
