import { deployed, physicalName, type ResourceType } from '../deployment/resource-type.ts';

/** AWS::S3::Bucket */
export const s3Bucket: ResourceType = {
  shape: {
    BucketName: 'used',
    BucketEncryption: 'accepted',
    LifecycleConfiguration: 'accepted',
    OwnershipControls: 'accepted',
    PublicAccessBlockConfiguration: 'accepted',
    Tags: 'accepted',
  },
  async deploy(resource, services) {
    // S3 knows no capital letters
    const name = physicalName(resource, 'BucketName', services).toLowerCase();
    await services.stores.createBucket(name);
    return deployed(name, { Arn: `arn:aws:s3:::${name}`, DomainName: `${name}.s3.amazonaws.com` });
  },
};
