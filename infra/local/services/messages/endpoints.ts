import { randomUUID } from 'node:crypto';
import { openDatabase } from '../../protocols/database.ts';
import { AwsError } from '../../protocols/service.ts';

export type Endpoint = {
  readonly arn: string;
  readonly application: string;
  readonly token: string;
  readonly userData: string;
  readonly enabled: 'true' | 'false';
};

type EndpointChange = Partial<Pick<Endpoint, 'token' | 'userData' | 'enabled'>>;

/** The devices that push messages go to. */
export type Endpoints = {
  /** One that has this token already is answered again. */
  create(application: string, token: string, userData: string): Endpoint;
  find(arn: string): Endpoint | undefined;
  change(arn: string, changed: EndpointChange): void;
  remove(arn: string): void;
  close(): void;
};

const schema = `CREATE TABLE IF NOT EXISTS endpoint (
  arn TEXT PRIMARY KEY, application TEXT NOT NULL, token TEXT NOT NULL, userData TEXT NOT NULL, enabled TEXT NOT NULL,
  UNIQUE (application, token));`;
const saveSql = 'INSERT OR REPLACE INTO endpoint VALUES (:arn, :application, :token, :userData, :enabled)';

export function openEndpoints(dataDir: string | undefined): Endpoints {
  const database = openDatabase(dataDir, 'push-endpoints', schema);
  const one = (where: string, ...values: string[]) =>
    // only save() makes these rows
    database.statement(`SELECT * FROM endpoint WHERE ${where}`).get(...values) as Endpoint | undefined;
  const save = (endpoint: Endpoint): Endpoint => {
    database.statement(saveSql).run(endpoint);
    return endpoint;
  };
  const find = (arn: string) => one('arn = ?', arn);
  return {
    create(application, token, userData) {
      const existing = one('application = ? AND token = ?', application, token);
      if (existing === undefined) {
        return save({ arn: endpointArn(application), application, token, userData, enabled: 'true' });
      }
      if (existing.userData === userData && existing.enabled === 'true') return existing;
      throw new AwsError(
        'InvalidParameter',
        `Invalid parameter: Token Reason: Endpoint ${existing.arn} already exists with the same Token, but different attributes.`,
      );
    },
    find,
    change(arn, changed) {
      const endpoint = find(arn);
      if (endpoint === undefined) throw new AwsError('NotFound', 'Endpoint does not exist', { status: 404 });
      save({ ...endpoint, ...changed });
    },
    remove: (arn) => void database.statement('DELETE FROM endpoint WHERE arn = ?').run(arn),
    close: () => database.close(),
  };
}

function endpointArn(application: string): string {
  return `${application.replace(':app/', ':endpoint/')}/${randomUUID()}`;
}
