import * as z from 'zod';
import { adminClient } from '../../../../infra/cli/cloud/admin-client.ts';
import { startCloud } from '../../../../infra/local/cloud.ts';
import { seedCloud } from '../../../../infra/local/demo/seed.ts';
import type { WireCall } from '../../../../infra/local/runtime/front/wire-call.ts';
import { assemblyFolder } from '../assembly.ts';
import { type KillAtCall, killsAtCalls } from './kill-point.ts';

// a process of its own, and the first of its group: a local cloud that dies at one of its wire calls

const orderSchema = z.object({
  dataDir: z.string(),
  killAt: z.object({ kind: z.enum(killsAtCalls), calls: z.number() }).optional(),
});
export type DoomedOrder = { readonly dataDir: string; readonly killAt?: KillAtCall | undefined };

const killGroup = (): void => void process.kill(-process.pid, 'SIGKILL');
process.on('disconnect', killGroup);

const { dataDir, killAt } = orderSchema.parse(JSON.parse(process.argv[2] ?? ''));
const cloud = await startCloud({ assembly: assemblyFolder, port: 0, awsPort: 0, dataDir });
const isToProvider = ({ service }: WireCall) => service === 'ses' || service === 'sns';
const counts = killAt?.kind.endsWith('message') ? isToProvider : () => true;
let calls = 0;
cloud.faults.inject((call) => {
  if (counts(call)) calls += 1;
  if (!counts(call) || calls !== killAt?.calls) return undefined;
  if (killAt.kind.startsWith('before')) killGroup();
  // by then the service is in the middle of it, or done
  else setImmediate(killGroup);
  return undefined;
});
const { publicUrl, awsUrl, adminToken } = cloud;
cloud.setSources(await seedCloud(adminClient({ url: publicUrl, token: adminToken })));
const health = await fetch(`${awsUrl}/_local/health`);
process.send?.(await health.json());
