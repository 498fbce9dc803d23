const {writeFileSync} = require('node:fs');
const Module = require('node:module');
const vm = require('node:vm');

/**
 * Loaded before the program, by `--require`, so that it loads little itself. Writes to the file that START_LOADS_FILE
 * names all that is loaded until the program first writes to its standard output, in order, with the milliseconds for
 * compiling and for running it, without what it loads itself; the process ends then.
 */
const {START_LOADS_FILE: file} = process.env;
delete process.env.START_LOADS_FILE;
const loads = [];
/** Milliseconds of what is loaded within the load under way, and within the ones around it. */
const within = [0];
const now = () => Number(process.hrtime.bigint()) / 1e6;
const started = now();

/** Runs `work`, and hands the milliseconds that it took by itself to `report`. */
function timed(work, report) {
  within.push(0);
  const start = now();
  try {
    return work();
  } finally {
    const took = now() - start;
    report(took - within.pop());
    within[within.length - 1] += took;
  }
}

const seen = new Set();
const {_load: load} = Module;
Module._load = function (id, ...rest) {
  if (seen.has(id) || id.startsWith('.') || id.startsWith('/')) return load.call(this, id, ...rest);
  seen.add(id);
  const known = process.moduleLoadList.length;
  const entry = {name: id, kind: Module.isBuiltin(id) ? 'Node' : 'package', compile: 0, run: 0};
  loads.push(entry);
  return timed(
    () => load.call(this, id, ...rest),
    took => {
      entry.run = took;
      entry.others = process.moduleLoadList.slice(known).filter(each => each.startsWith('NativeModule')).length;
    },
  );
};

vm.Script = class extends vm.Script {
  constructor(source, options) {
    const start = now();
    super(source, options);
    this.name = options?.filename?.replace(/^.*\//, '');
    this.compile = now() - start;
    within[within.length - 1] += this.compile;
  }

  runInThisContext(...options) {
    const run = super.runInThisContext(...options);
    if (!this.name) return run;
    const entry = {
      name: this.name,
      kind: 'script',
      compile: this.compile,
      run: 0,
      isKept: this.cachedDataRejected === false,
    };
    loads.push(entry);
    return (...parameters) =>
      timed(
        () => run(...parameters),
        took => {
          entry.run = took;
        },
      );
  }
};
const {get} = Object.getOwnPropertyDescriptor(process, 'stdout');
Object.defineProperty(process, 'stdout', {
  configurable: true,
  get() {
    const stdout = get.call(process);
    Object.defineProperty(process, 'stdout', {value: stdout});
    stdout.write = () => {
      writeFileSync(file, JSON.stringify({loads, milliseconds: now() - started}));
      process.reallyExit(0);
    };
    return stdout;
  },
});
