import { posix } from 'node:path';
import { importsOf, isTypeScript, type SourceFile } from './syntax.ts';

type Layer = {
  readonly folder: string;
  /** Packages by name, `name/*` for all of a scope or with their subpaths. */
  readonly packages: readonly string[];
  readonly folders: readonly string[];
};

const middy = '@middy/*';
const powertools = '@aws-lambda-powertools/*';
const builtIns = 'node:*';

// the narrowest folder that holds a file decides; tests are free
const layers: readonly Layer[] = [
  { folder: 'events/', packages: ['zod'], folders: ['events/'] },
  {
    folder: 'shared/',
    packages: [
      'zod',
      'node:crypto',
      'node:zlib',
      'liquidjs',
      're2js',
      'ajv/*',
      'libphonenumber-js',
      'libphonenumber-js/*',
    ],
    folders: ['shared/', 'events/'],
  },
  {
    folder: 'functions/',
    packages: ['zod', builtIns, middy, powertools, 'aws-lambda'],
    folders: ['functions/', 'shared/', 'events/'],
  },
  {
    folder: 'functions/aws/',
    packages: ['zod', builtIns, powertools, 'aws-lambda', '@aws-sdk/*'],
    folders: ['functions/aws/', 'functions/lib/', 'shared/', 'events/'],
  },
  {
    folder: 'functions/providers/',
    packages: ['zod', builtIns, powertools, 'aws-lambda', '@aws-sdk/*', 'nodemailer', 'nodemailer/*'],
    folders: ['functions/providers/', 'functions/aws/', 'functions/lib/', 'shared/', 'events/'],
  },
  {
    folder: 'functions/machines/',
    packages: ['zod', builtIns, powertools, 'aws-lambda', '@aws-sdk/*'],
    folders: ['functions/machines/', 'functions/aws/', 'functions/lib/', 'shared/', 'events/'],
  },
  {
    folder: 'infra/',
    packages: ['zod', builtIns, 'aws-cdk-lib', 'aws-cdk-lib/*', 'constructs', 'cdk-nag', 'esbuild'],
    folders: ['infra/', 'shared/', 'events/'],
  },
  {
    folder: 'infra/local/',
    packages: [
      'zod',
      builtIns,
      'dynalite',
      'dynalite/*',
      'kinesalite',
      'kinesalite/*',
      'asl-validator',
      'jsonpath-plus',
    ],
    folders: ['infra/local/', 'infra/cli/', 'examples/', 'shared/', 'events/'],
  },
  {
    folder: 'infra/cli/',
    packages: ['zod', builtIns],
    folders: ['infra/cli/', 'infra/local/', 'shared/', 'events/'],
  },
  {
    folder: 'examples/',
    packages: ['zod', builtIns, '@segment/analytics-node'],
    folders: ['examples/', 'infra/cli/', 'shared/', 'events/'],
  },
];

/** Imports that the table of layers does not allow. */
export function forbiddenImports(files: readonly SourceFile[]): string[] {
  return files.filter(isTypeScript).flatMap((file) => {
    const layer = layerOf(file.path);
    if (!layer) return [];
    return importsOf(file)
      .filter((specifier) => !isAllowed(file, layer, specifier))
      .map((specifier) => `${file.path} imports ${specifier}`);
  });
}

/** Imports that climb more than two folders; tests mirror the tree, so theirs may. */
export function farImports(files: readonly SourceFile[]): string[] {
  return files
    .filter((file) => isTypeScript(file) && !file.path.startsWith('tests/'))
    .flatMap((file) =>
      importsOf(file)
        .filter((specifier) => specifier.startsWith('../../../'))
        .map((specifier) => `${file.path} imports ${specifier}`),
    );
}

function layerOf(path: string): Layer | undefined {
  const holding = layers.filter((layer) => path.startsWith(layer.folder));
  return holding.sort((a, b) => b.folder.length - a.folder.length)[0];
}

function isAllowed(file: SourceFile, layer: Layer, specifier: string): boolean {
  if (!specifier.startsWith('.')) return layer.packages.some((name) => matches(name, specifier));
  const target = posix.join(posix.dirname(file.path), specifier);
  return layer.folders.some((folder) => target.startsWith(folder)) && !isFunctionEntry(target);
}

function isFunctionEntry(path: string): boolean {
  return /^functions\/[^/]+\.ts$/.test(path);
}

function matches(name: string, specifier: string): boolean {
  return name.endsWith('*') ? specifier.startsWith(name.slice(0, -1)) : specifier === name;
}
