import { pathReader, topLevelKeys } from '../values/property-path.ts';
import type { ConditionKind, Judge } from './condition-kind.ts';
import { judgeTogether } from './parts/combine.ts';
import { compileComparison } from './parts/comparison.ts';
import { type Compared, comparisonKind } from './parts/comparison-kind.ts';

/** A trait of a group compared with something: true when it is so of any group the profile is in. */
export type GroupCondition = Compared<'group'>;

export const group: ConditionKind<GroupCondition> = {
  ...comparisonKind('group'),
  compile: (condition, compilation) => {
    const { judge: test } = compileComparison(condition, compilation.calendar);
    const read = pathReader(condition.group);
    compilation.mentionOfGroups(topLevelKeys(condition.group));
    return (evaluation, now) => {
      const { groups = [] } = evaluation.facts;
      const ofEach = groups.map(
        (traits): Judge =>
          (_, at) =>
            test(read(traits), at),
      );
      return judgeTogether(ofEach, true, { evaluation, now });
    };
  },
  isIndexed: true,
  subject: (condition, { groups = [] }) => ({
    value: groups.length === 0 ? undefined : groups.map(pathReader(condition.group)),
    saidBy: ({ type, groupId }) => (type === 'group' ? groupId : undefined),
  }),
};
