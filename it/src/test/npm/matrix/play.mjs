// Plays every scene with clients of Node, one client after the other, since most of a process's time goes into its
// start: `node play.mjs GATEWAYS PLAY ...`. GATEWAYS is a list of {provider, url, key} in JSON; each PLAY is the
// module with the scenes of a client, and what it is told behind a colon, as `vercel:google`. Prints what the
// application sees, a line of JSON each, with the place of its PLAY among them.
import { play } from "./scenes.mjs";

const [gateways, ...plays] = process.argv.slice(2);
for (const [number, named] of plays.entries()) {
  const [module, told] = named.split(":");
  const { scenes, failure } = await import(`./${module}.mjs`);
  await play(JSON.parse(gateways), (url, key) => scenes(url, key, told), failure, (line) => {
    console.log(JSON.stringify({ play: number, ...line }));
  });
}
