/** How the command line of an interpreter, or of the dynamic loader, names the code that it runs. */
export type Interpreter = {
  /** Base names of its executables, without a version. */
  readonly names: readonly string[];
  /** Options before code that is itself an argument. A short option may end a cluster, as in `bash -xc`. */
  readonly inline: readonly string[];
  /** Options before a module's name. */
  readonly module?: readonly string[];
  /** Options before the file to run; without one, the first other argument is the file. */
  readonly file?: readonly string[];
  /** Options with a value that is not the code. */
  readonly valued?: readonly string[];
  /** Without a file, the first argument is code, as of awk. */
  readonly firstIsCode?: true;
  /** Options before a file, or a directory of files, whose code it runs beside the script. */
  readonly loads?: readonly string[];
  /** The first other argument is a script, and nothing else. */
  readonly firstIsScript?: true;
  /** Options with which it reads code from standard input, whatever arguments follow. */
  readonly input?: readonly string[];
};

const shell: Omit<Interpreter, 'names'> = {
  inline: ['-c'],
  valued: ['-o', '+o', '-O', '+O', '--rcfile', '--init-file'],
  input: ['-s'],
  firstIsScript: true,
};

export const shellNames: readonly string[] = [
  ...['sh', 'bash', 'rbash', 'dash', 'zsh', 'ash', 'ksh', 'ksh93', 'mksh', 'oksh', 'lksh', 'yash', 'posh'],
  ...['fish', 'csh', 'tcsh', 'pwsh', 'nu', 'xonsh', 'elvish', 'rc'],
];

export const interpreters: readonly Interpreter[] = [
  {names: shellNames, ...shell},
  {
    names: ['python', 'pypy', 'micropython', 'jython'],
    inline: ['-c'],
    module: ['-m'],
    valued: ['-W', '-X', '--check-hash-based-pycs'],
    firstIsScript: true,
  },
  {
    names: ['perl'],
    inline: ['-e', '-E'],
    // perlrun(1): these may stand alone, or have their value attached.
    valued: ['-I'],
    loads: ['-I'],
    firstIsScript: true,
  },
  {
    names: ['ruby', 'jruby', 'mruby'],
    inline: ['-e'],
    valued: ['-I', '-r', '-C', '-E', '-W'],
    loads: ['-r', '-I'],
    firstIsScript: true,
  },
  {
    names: ['node', 'nodejs', 'bun', 'deno'],
    inline: ['-e', '--eval', '-p', '--print', '-pe', 'eval'],
    valued: ['-r', '--require', '--import', '--loader', '--env-file', '-C', '--conditions'],
    loads: ['-r', '--require', '--import', '--loader', '--experimental-loader'],
    firstIsScript: true,
  },
  {
    names: ['php', 'php-cgi'],
    inline: ['-r', '-B', '-R', '-E'],
    file: ['-f', '-F'],
    valued: ['-c', '-d', '-z', '-S', '-t'],
  },
  {names: ['lua', 'luajit', 'luau', 'texlua'], inline: ['-e'], valued: ['-l']},
  {names: ['tclsh', 'wish', 'expect', 'jimsh'], inline: ['-c'], file: ['-f'], valued: ['-encoding']},
  {
    names: ['awk', 'gawk', 'mawk', 'nawk', 'original-awk'],
    inline: ['-e', '--source'],
    file: ['-f', '--file'],
    valued: ['-F', '-v', '-l', '-i'],
    firstIsCode: true,
  },
  {
    names: ['guile', 'racket', 'sbcl', 'clisp'],
    inline: ['-c', '-e', '--eval'],
    file: ['-s', '-l', '--script', '--load'],
  },
  {names: ['Rscript', 'R', 'julia', 'octave', 'octave-cli'], inline: ['-e', '-E', '--eval'], file: ['-f', '--file']},
  {
    names: ['erl', 'beam.smp', 'escript', 'elixir'],
    inline: ['-eval', '-e'],
    valued: ['-pa', '-pz', '-sname', '-name', '-s'],
  },
  {names: ['gdb'], inline: ['-ex', '--eval-command'], file: ['-x', '--command'], valued: ['-p', '--pid']},
  {names: ['vim', 'nvim', 'emacs'], inline: ['-c', '--eval'], valued: ['-u', '-i', '-S', '-l']},
  {
    names: ['java'],
    inline: [],
    file: ['-jar'],
    valued: ['-cp', '-classpath', '--class-path', '-p', '--module-path', '-m'],
  },
];

/**
 * ld-linux-x86-64.so.2, ld-musl-x86_64.so.1, ld.so, ld64.so.2 and the like: dynamic loaders, which run the program in
 * their arguments.
 */
const loader = /^ld(?:-linux(?:-[\w-]+)?|-musl-[\w-]+|64|-uClibc[\w.-]*|-[\d.]+)?\.so(?:\.\d+)*$/;
const loaderValued: readonly string[] = [
  '--library-path',
  '--inhibit-rpath',
  '--audit',
  '--preload',
  '--argv0',
  '--glibc-hwcaps-prepend',
  '--glibc-hwcaps-mask',
];

/** Programs whose applet is named by the first argument. */
const multicall: readonly string[] = ['busybox', 'toybox'];

/** The code that a command line runs. A path is as written there, relative to the working directory. */
export type CodeReference =
  | {readonly kind: 'own'}
  | {readonly kind: 'file'; readonly path: string}
  | {readonly kind: 'applet'; readonly name: string}
  | {readonly kind: 'command-line'}
  | {readonly kind: 'module'; readonly name: string}
  /** Only standard input is left as the source of code. */
  | {readonly kind: 'input'};

/** A name without the version behind it: `python3.11` is `python`, `lua5.4` is `lua`. */
export const unversioned = (name: string): string => name.replace(/-?\d[\d.]*(?:-\w+)?$/, '') || name;

/** Whether a base name, with or without a version, is a shell. */
export const isShell = (name: string): boolean => shellNames.includes(name) || shellNames.includes(unversioned(name));

/** The interpreter with this base name, with or without a version; null for any other program. */
export const interpreterOf = (name: string): Interpreter | null =>
  interpreters.find(({names}) => names.includes(name) || names.includes(unversioned(name))) ?? null;

/** Absolute paths of code that options of a command line load before the script. */
export function loadedBy(name: string, argv: readonly string[]): readonly string[] {
  const {loads = [], valued = []} = interpreterOf(name) ?? {};
  const found: string[] = [];
  for (let index = 1; index < argv.length; index++) {
    const word = argv[index] ?? '';
    if (!word.startsWith('-')) break;
    const option = loads.find(each => word === each || word.startsWith(each.length === 2 ? each : `${each}=`));
    if (option !== undefined) found.push(word === option ? (argv[index + 1] ?? '') : word.slice(option.length));
    if (valued.includes(word)) index++;
  }
  return found.map(path => path.replace(/^=|^file:\/\//, '')).filter(path => path.startsWith('/'));
}

/** The code that a process runs, by the base name of its executable and its arguments (`argv[0]` included). */
export function codeIn(name: string, argv: readonly string[]): CodeReference {
  if (multicall.includes(name)) return appletIn(argv);
  if (loader.test(name)) return fileAfterOptions(argv.slice(1), loaderValued) ?? {kind: 'own'};
  const interpreter = interpreterOf(name);
  return interpreter ? codeOf(interpreter, argv.slice(1)) : {kind: 'own'};
}

function appletIn([first = '', second]: readonly string[]): CodeReference {
  const called = first.slice(first.lastIndexOf('/') + 1).replace(/^-/, '');
  return {kind: 'applet', name: multicall.includes(called) ? (second ?? '') : called};
}

function fileAfterOptions(words: readonly string[], valued: readonly string[]): CodeReference | null {
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (!word.startsWith('-')) return word === '' ? null : {kind: 'file', path: word};
    if (valued.includes(word)) index++;
  }
  return null;
}

function codeOf(interpreter: Interpreter, words: readonly string[]): CodeReference {
  const {inline, module = [], file = [], valued = [], input = []} = interpreter;
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    const next = words[index + 1];
    if (word === '-') return {kind: 'input'};
    if (word === '--') return firstOf(interpreter, next);
    if (!/^[-+]./.test(word)) return firstOf(interpreter, word, inline);
    const option = word.split('=', 1)[0] ?? word;
    if (matches(word, option, inline)) return {kind: 'command-line'};
    if (module.some(each => word.startsWith(each)) || matches(word, option, module)) {
      // Stuck to its option (`-mpdb`), or the next word, also after a cluster (`-um pdb`).
      const stuck = word.slice(word.indexOf(module[0]?.[1] ?? 'm') + 1);
      return {kind: 'module', name: stuck === '' ? (next ?? '') : stuck};
    }
    if (input.includes(word)) return {kind: 'input'};
    if (file.includes(option)) return next === undefined ? {kind: 'input'} : {kind: 'file', path: next};
    if (valued.includes(word)) index++;
  }
  return {kind: 'input'};
}

/** An option, also with its value attached or behind `=`, or at the end of a cluster of short options. */
const matches = (word: string, option: string, options: readonly string[]): boolean =>
  options.includes(option) ||
  options.some(
    each => /^-\w$/.test(each) && /^-\w+/.test(word) && !word.startsWith('--') && clusterHas(word, each[1] ?? ''),
  );

/** `-xc`, `-c…`: a cluster of one-letter options that begins or ends with this letter. */
const clusterHas = (word: string, letter: string): boolean =>
  /^-[A-Za-z]{1,4}$/.test(word) ? word.endsWith(letter) : word[1] === letter && letter !== 'E';

function firstOf({firstIsCode}: Interpreter, word: string | undefined, inline: readonly string[] = []): CodeReference {
  if (word === undefined || word === '') return {kind: 'input'};
  if (firstIsCode || inline.includes(word)) return {kind: 'command-line'};
  return {kind: 'file', path: word};
}
