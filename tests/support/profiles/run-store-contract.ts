import { describe, expect, it } from 'vitest';
import type { Run, RunStore } from '../../../shared/journeys/run-store.ts';

const AT = '2026-11-01T00:00:00.000Z';
const LATER = '2026-11-02T00:00:00.000Z';

function run(entryId: string): Run {
  return {
    entryId,
    journeyId: 'welcome',
    version: 3,
    profileId: 'user_id:anna',
    status: 'running',
    event: {
      type: 'track',
      messageId: 'm1',
      source: { id: 'web', kind: 'browser' },
      userId: 'anna',
      event: 'Signed Up',
      properties: { plan: 'gold' },
      timestamp: AT,
      receivedAt: AT,
    },
    at: AT,
  };
}

/** What every run store must do; `make` answers an empty one. */
export function runStoreContract(make: () => Promise<RunStore>): void {
  describe('a run', () => {
    it('is loaded as it began, with the event that let it in', async () => {
      const runs = await make();

      await runs.begin(run('e1'));

      expect(await runs.load('e1')).toEqual(run('e1'));
      expect(await runs.load('e2')).toBeUndefined();
    });

    it('begins once: a repeat answers it as it stands', async () => {
      const runs = await make();
      await runs.begin(run('e1'));
      await runs.end('e1', { status: 'completed', at: LATER });

      const again = await runs.begin(run('e1'));

      expect(again.status).toBe('completed');
      expect((await runs.load('e1'))?.status).toBe('completed');
    });

    it('ends once: the first end stands', async () => {
      const runs = await make();
      await runs.begin(run('e1'));

      await runs.end('e1', { status: 'exited', reason: 'exit-event', at: LATER });
      await runs.end('e1', { status: 'failed', at: LATER });

      expect(await runs.load('e1')).toEqual({
        ...run('e1'),
        status: 'exited',
        reason: 'exit-event',
        endedAt: LATER,
      });
    });

    it('that ended before it began never begins', async () => {
      const runs = await make();
      await runs.end('e1', { status: 'exited', reason: 'exit-event', at: LATER });

      const late = await runs.begin(run('e1'));

      expect(late.status).not.toBe('running');
    });
  });
}
