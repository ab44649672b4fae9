import type { SourceFile } from './syntax.ts';

const topFolders = ['events', 'shared', 'functions', 'infra', 'tests', 'examples'];
const maxFileLines = 300;
const maxReadmeLines = 40;
const maxEntries = 12;

/** Code files over 300 lines. */
export function longFiles(files: readonly SourceFile[]): string[] {
  return files
    .filter((file) => /\.(ts|cjs|mjs|js)$/.test(file.path) && lineCount(file) > maxFileLines)
    .map((file) => `${file.path} has ${lineCount(file)} lines`);
}

/** Files named after a kind of code instead of an idea. */
export function vagueNames(files: readonly SourceFile[]): string[] {
  const vague = /\/(utils?|helpers?|common|types?|misc)(\.ts$|\/)/;
  // the fields that every event has in common are an idea of the contract
  return paths(files).filter((path) => vague.test(path) && path !== 'events/common.ts');
}

/** Folders more than 4 levels down; tests mirror the tree one level lower. */
export function deepFolders(files: readonly SourceFile[]): string[] {
  return [...entriesByFolder(files).keys()].filter((folder) => {
    const levels = folder.split('/').length;
    return levels > (folder.startsWith('tests/') ? 5 : 4);
  });
}

/** Folders with more than 12 code files and folders. The entry files in functions/ are the list of what is deployed: as many as there are Lambdas. */
export function crowdedFolders(files: readonly SourceFile[]): string[] {
  return [...entriesByFolder(files)]
    .filter(([, entries]) => entries.size > maxEntries)
    .map(([folder, entries]) => `${folder} has ${entries.size} entries`);
}

/** Top folders whose README is missing or too long to be read. */
export function readmes(files: readonly SourceFile[]): string[] {
  return topFolders.flatMap((folder) => {
    const readme = files.find((file) => file.path === `${folder}/README.md`);
    if (!readme) return [`${folder}/README.md is missing`];
    return lineCount(readme) > maxReadmeLines ? [`${readme.path} has ${lineCount(readme)} lines`] : [];
  });
}

function entriesByFolder(files: readonly SourceFile[]): Map<string, Set<string>> {
  const entries = new Map<string, Set<string>>();
  for (const path of paths(files).filter((path) => isCode(path) && !isEntry(path))) {
    const parts = path.split('/');
    for (let depth = 1; depth < parts.length; depth++) {
      const folder = parts.slice(0, depth).join('/');
      const inside = entries.get(folder) ?? new Set();
      entries.set(folder, inside.add(parts[depth] ?? ''));
    }
  }
  return entries;
}

// recorded requests and samples are data: as many as there are cases
function isCode(path: string): boolean {
  return /\.(ts|cjs|mjs|js)$/.test(path) && !/\/(fixtures|samples)\//.test(path);
}

function isEntry(path: string): boolean {
  return /^functions\/[^/]+\.ts$/.test(path);
}

function paths(files: readonly SourceFile[]): string[] {
  return files.map((file) => file.path);
}

function lineCount(file: SourceFile): number {
  return file.text.replace(/\n$/, '').split('\n').length;
}
