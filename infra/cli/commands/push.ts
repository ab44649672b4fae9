import { pushDirectory } from '../cloud/push-directory.ts';
import { type Command, CommandError } from '../command.ts';

export const push: Command = {
  name: 'push',
  usage: 'push <directory>',
  summary: 'check and publish the definitions of a directory',
  help: `Checks every definition, prints which are new, changed or live already, asks, and publishes. One refused definition
publishes nothing. What is named is published before what names it. A directory may hold:

  workspace.json
  sources/<id>.json
  contracts/<id of a source>.json  what its events must look like: { "mode": "quarantine", "events": { "Order Completed": {...} } }
  computed/<id>.json
  lists/<id>.json                  who is in comes with \`list upload\`
  segments/<id>.json
  templates/<id>/template.json     with a file for each text: en.liquid, pl.liquid, en.subject.liquid
  journeys/<id>.json

  npm run cdp -- push examples/shop
  npm run cdp -- push examples/shop --yes      do not ask`,
  run: async (context, [directory]) => {
    if (directory === undefined)
      throw new CommandError('push needs a directory, for example `push examples/shop`');
    const outcome = await pushDirectory(context, directory);
    return outcome === 'refused' || outcome === 'declined' ? 1 : 0;
  },
};
