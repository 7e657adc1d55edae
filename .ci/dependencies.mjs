// Reads the dependency graph from `cargo metadata` and holds it to what the library promises: few crates, none that
// does I/O, and none that needs a newer compiler than `rust-version` says.
import { execFileSync } from "node:child_process";

// The crates a default build ships, the library not counted. Raise it in the change that needs it, and say why.
const CEILING = 30;

// Runtimes, network, files, clocks and randomness: what a library without I/O cannot need.
const BANNED = [
  "async-std", "chrono", "curl", "dirs", "fs2", "futures-executor", "h2", "home", "hyper", "isahc", "mio", "native-tls",
  "openssl", "quinn", "reqwest", "rustls", "smol", "socket2", "tempfile", "time", "tokio", "ureq", "walkdir",
];
// A generator of test values needs randomness; a library that decides must not.
const BANNED_BY_DEFAULT = ["fastrand", "getrandom", "libc", "rand", "rand_core"];

function cargo(...words) {
  return execFileSync("cargo", words, { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "inherit"] });
}

const { packages, resolve } = JSON.parse(cargo("metadata", "--locked", "--format-version", "1", "--all-features"));
const library = packages.find(({ id }) => id === resolve.root);

// From `cargo tree`, because the graph of `cargo metadata` counts what only the tests switch on as switched on.
function shipped(...flags) {
  const lines = cargo("tree", "--locked", "--edges", "no-dev", "--prefix", "none", "--format", "{p}", ...flags).split("\n");
  const names = new Set(lines.map((line) => line.split(" ").slice(0, 2).join(" ")).filter((name) => name !== ""));
  const crates = packages.filter(({ name, version }) => names.delete(`${name} v${version}`));
  if (names.size > 0) throw new Error(`not in the metadata: ${[...names].join(", ")}`);
  return crates.filter(({ id }) => id !== library.id);
}

function newer(version, than) {
  const parts = (text) => text.split(".").map(Number);
  const [a, b] = [parts(version), parts(than)];
  return (a[0] - b[0] || a[1] - b[1] || (a[2] ?? 0) - (b[2] ?? 0)) > 0;
}

const faults = [];
const usual = shipped();
const all = shipped("--all-features");
const isBanned = (list) => ({ name }) => list.includes(name) || name.endsWith("-sys");

if (usual.length > CEILING) faults.push(`${usual.length} crates, more than ${CEILING}`);
for (const { name } of usual.filter(isBanned([...BANNED, ...BANNED_BY_DEFAULT]))) faults.push(`${name} is banned`);
for (const { name } of all.filter(isBanned(BANNED))) faults.push(`${name} is banned, also behind a feature`);
for (const { name, rust_version: needs } of all) {
  if (needs && newer(needs, library.rust_version)) {
    faults.push(`${name} needs Rust ${needs}, and rust-version says ${library.rust_version}`);
  }
}

console.log(`${usual.length} crates by default (ceiling ${CEILING}), ${all.length} with all features`);
console.log(usual.map(({ name, version }) => `${name} ${version}`).sort().join("\n"));
console.log(`rust-version ${library.rust_version}`);
if (faults.length > 0) {
  console.log(faults.join("\n"));
  process.exit(1);
}
