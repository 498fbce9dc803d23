import type {Plugin} from 'esbuild';

/** React's developer tools are needed only in development, but a bundle must resolve their import. */
export const withoutDevtools: Plugin = {
  name: 'without-devtools',
  setup(builder) {
    builder.onResolve({filter: /^react-devtools-core$/}, ({path}) => ({path, namespace: 'without-devtools'}));
    builder.onLoad({filter: /.*/, namespace: 'without-devtools'}, () => ({
      contents: 'export default {}',
      loader: 'js',
    }));
  },
};
