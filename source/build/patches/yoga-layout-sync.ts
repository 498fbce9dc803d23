import type {Patch} from '../patch.ts';

export const yogaLayoutSync: Patch = {
  id: 'yoga-layout-sync',
  reason: 'the layout engine of Ink is compiled while its module waits; for its data URI Node loads an HTTP client',
  gain: 'start to keys: CPU 20 % (16 to 23), memory 7 % (7 to 8)',
  files: [
    {
      file: 'yoga-layout/dist/binaries/yoga-wasm-base64-esm.js',
      // `h` is the module, `d` has its imports, `a` receives the instance, `wa` returns the bytes of the data URI.
      changes: [
        [
          'if(h.instantiateWasm)try',
          'if(ua(H))return a(new WebAssembly.Instance(new WebAssembly.Module(wa()),d)),{};if(h.instantiateWasm)try',
        ],
        ['  return loadYoga.ready\n', '  return loadYoga\n'],
      ],
    },
    {
      file: 'yoga-layout/dist/src/index.js',
      changes: [['wrapAssembly(await loadYoga())', 'wrapAssembly(loadYoga())']],
    },
  ],
};
