import { indent, textTable } from '../cli/terminal/text-table.ts';
import { findReason, type Reasons } from './reasons.ts';
import type { GrantUse, Usage } from './usage.ts';

export type Verdict = { readonly text: string; readonly faults: readonly string[] };

/** A table of grants per role, and what is wrong: grants that nothing used and nobody gave a reason for, and denials. */
export function reportUsage({ clouds, grants, denials }: Usage, reasons: Reasons): Verdict {
  const byOwner = Map.groupBy(grants, ({ owner }) => owner);
  const tables = [...byOwner].map(([owner, uses]) => `${owner}\n${indent(tableOf(uses, reasons))}`);
  const unused = grants.filter(({ count }) => count === 0);
  const unexplained = unused.filter((use) => findReason(reasons, use) === undefined);
  const explained = unused.length - unexplained.length;
  const used = grants.length - unused.length;
  const summary = `${grants.length} grants of ${byOwner.size} roles in ${clouds} local clouds: ${used} used, ${explained} unused with a reason, ${unexplained.length} unused, ${denials.length} denials`;
  return {
    text: [...tables, summary].join('\n\n'),
    faults: [
      ...unexplained.map(
        ({ owner, action, resource }) => `nothing used ${action} on ${resource} of ${owner}`,
      ),
      ...denials,
    ],
  };
}

function tableOf(uses: readonly GrantUse[], reasons: Reasons): string {
  const columns = [
    { title: 'action' },
    { title: 'resource' },
    { title: 'used', align: 'right' } as const,
    { title: 'why it stays' },
  ];
  return textTable(
    columns,
    uses.map((use) => [use.action, shortArn(use.resource), use.count, note(use, reasons)]),
  );
}

function note(use: GrantUse, reasons: Reasons): string {
  return use.count > 0 ? '' : (findReason(reasons, use) ?? 'UNUSED');
}

function shortArn(arn: string): string {
  return arn.replace(/^arn:aws:\w+:[^:]*:\d*:+/, '');
}
