import {
  barrels,
  impureCore,
  oversizedFunctions,
  scatteredEnv,
  unsafeTypes,
  unwantedSyntax,
  weakTests,
} from './code-rules.ts';
import { farImports, forbiddenImports } from './import-rules.ts';
import { crowdedFolders, deepFolders, longFiles, readmes, vagueNames } from './layout-rules.ts';
import type { SourceFile } from './syntax.ts';

/** One law of the house: what breaks it in the given files, each with its place. */
export type Rule = (files: readonly SourceFile[]) => string[];

/** Every law, by what the tree does when it keeps it. */
export const rules = {
  'imports only what its folder may': forbiddenImports,
  'climbs at most two folders to import': farImports,
  'keeps files within 300 lines': longFiles,
  'keeps functions within 60 lines and 3 parameters': oversizedFunctions,
  'never switches the compiler off': unsafeTypes,
  'uses no enum, namespace or default export': unwantedSyntax,
  'mocks no module and runs every test': weakTests,
  'keeps clocks, chance and environment out of the core': impureCore,
  'reads the environment in one place': scatteredEnv,
  'has no file that only re-exports': barrels,
  'names files after ideas': vagueNames,
  'nests folders at most four deep': deepFolders,
  'holds at most 12 entries in a folder': crowdedFolders,
  'explains every top folder in 40 lines': readmes,
} satisfies Record<string, Rule>;

export type RuleName = keyof typeof rules;
