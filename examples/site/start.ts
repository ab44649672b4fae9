import { serveSite } from './serve.ts';

const port = 4700;
const [awsUrl = 'http://127.0.0.1:4566'] = process.argv.slice(2);

type Health = {
  readonly publicUrl: string;
  readonly sources: readonly { readonly kind: string; readonly writeKey: string }[];
};

const answer = await fetch(`${awsUrl}/_local/health`).catch(() => undefined);
if (answer === undefined) {
  console.error(`no local cloud answers at ${awsUrl}: run npm start first, or name its AWS endpoint`);
  process.exitCode = 1;
} else {
  const { publicUrl, sources } = (await answer.json()) as Health; // what the local cloud says of itself
  const writeKey = sources.find(({ kind }) => kind === 'browser')?.writeKey ?? '';
  await serveSite({ collector: publicUrl, writeKey }, port);
  console.log(`The shop is at http://127.0.0.1:${port}/, its events go to ${publicUrl} (Ctrl-C ends it).`);
}
