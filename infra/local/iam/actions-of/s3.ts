import type { AwsRequest } from '../../protocols/service.ts';
import type { Need } from '../policies/evaluate.ts';

const onObject: Readonly<Record<string, string>> = {
  DELETE: 's3:DeleteObject',
  GET: 's3:GetObject',
  HEAD: 's3:GetObject',
  PUT: 's3:PutObject',
};
// HeadBucket needs what listing needs
const onBucket: Readonly<Record<string, string>> = { GET: 's3:ListBucket', HEAD: 's3:ListBucket' };

/** What a call needs on its bucket or object; a write on condition of an ETag also reads. */
export function s3Needs({ method, path, headers }: AwsRequest): readonly Need[] | undefined {
  const [, bucket = '', ...rest] = path.split('/');
  const key = decodeURIComponent(rest.join('/'));
  if (bucket === '' && method === 'GET') return [{ action: 's3:ListAllMyBuckets', resource: '*' }];
  const action = (key === '' ? onBucket : onObject)[method];
  if (action === undefined) return undefined;
  const resource = `arn:aws:s3:::${bucket}${key === '' ? '' : `/${key}`}`;
  const reads = method === 'PUT' && headers['if-match'] !== undefined;
  return [{ action, resource }, ...(reads ? [{ action: 's3:GetObject', resource }] : [])];
}
