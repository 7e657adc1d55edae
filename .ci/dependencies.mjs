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

function shipped(...flags) {
  // For one platform: what only Windows or a microcontroller pulls in is left out.
  const platform = ["--filter-platform", "x86_64-unknown-linux-gnu"];
  const text = execFileSync("cargo", ["metadata", "--locked", "--format-version", "1", ...platform, ...flags], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { packages, resolve } = JSON.parse(text);
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const reached = new Set();
  const open = [resolve.root];
  while (open.length > 0) {
    const id = open.pop();
    if (reached.has(id)) continue;
    reached.add(id);
    for (const dependency of nodes.get(id).deps) {
      if (dependency.dep_kinds.some(({ kind }) => kind !== "dev")) open.push(dependency.pkg);
    }
  }
  reached.delete(resolve.root);
  const root = packages.find(({ id }) => id === resolve.root);
  return { root, crates: packages.filter(({ id }) => reached.has(id)) };
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

if (usual.crates.length > CEILING) faults.push(`${usual.crates.length} crates, more than ${CEILING}`);
for (const { name } of usual.crates.filter(isBanned([...BANNED, ...BANNED_BY_DEFAULT]))) faults.push(`${name} is banned`);
for (const { name } of all.crates.filter(isBanned(BANNED))) faults.push(`${name} is banned, also behind a feature`);
for (const { name, rust_version: needs } of all.crates) {
  if (needs && newer(needs, all.root.rust_version)) {
    faults.push(`${name} needs Rust ${needs}, and rust-version says ${all.root.rust_version}`);
  }
}

console.log(`${usual.crates.length} crates by default (ceiling ${CEILING}), ${all.crates.length} with all features`);
console.log(usual.crates.map(({ name, version }) => `${name} ${version}`).sort().join("\n"));
console.log(`rust-version ${all.root.rust_version}`);
if (faults.length > 0) {
  console.log(faults.join("\n"));
  process.exit(1);
}
