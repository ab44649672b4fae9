import { deployed, physicalName, type ResourceType } from '../deployment/resource-type.ts';

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
    services.stores.createConfigurationSet(name);
    return deployed(name);
  },
};
