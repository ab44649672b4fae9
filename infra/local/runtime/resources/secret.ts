import { deployed, physicalName, type ResourceType } from '../deployment/resource-type.ts';

/** AWS::SecretsManager::Secret */
export const secret: ResourceType = {
  shape: {
    Name: 'used',
    SecretString: 'used',
    GenerateSecretString: {
      ExcludeCharacters: 'used',
      ExcludeLowercase: 'used',
      ExcludeNumbers: 'used',
      ExcludePunctuation: 'used',
      ExcludeUppercase: 'used',
      GenerateStringKey: 'used',
      IncludeSpace: 'used',
      PasswordLength: 'used',
      RequireEachIncludedType: 'used',
      SecretStringTemplate: 'used',
    },
    Description: 'accepted',
    KmsKeyId: 'accepted',
    Tags: 'accepted',
  },
  async deploy(resource, services) {
    const name = physicalName(resource, 'Name', services);
    const { arn } = await services.stores.createSecret(name, resource.properties.all());
    return deployed(arn, { Id: arn });
  },
};
