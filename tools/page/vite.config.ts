// `vite build` makes explorer.html, `vite build --mode plot` makes plot.mjs, both in build/page or ROWGRAD_PAGE_OUT.
import { fileURLToPath } from 'node:url';
import { defineConfig, type UserConfig } from 'vite';
import { oneFile } from './one_file';

const outDir = process.env.ROWGRAD_PAGE_OUT || fileURLToPath(new URL('../../build/page', import.meta.url));

const page: UserConfig = {
  plugins: [oneFile('explorer.html')],
  worker: { format: 'iife' },
  build: {
    outDir,
    emptyOutDir: false,
    target: 'es2022',
    cssCodeSplit: false,
    modulePreload: false,
    assetsInlineLimit: 1 << 30,
    chunkSizeWarningLimit: 4096,
    rollupOptions: { output: { inlineDynamicImports: true } },
  },
};

const plot: UserConfig = {
  ssr: { noExternal: true },
  build: {
    outDir,
    emptyOutDir: false,
    target: 'node18',
    ssr: 'src/plot.ts',
    minify: true,
    rollupOptions: { output: { entryFileNames: 'plot.mjs', inlineDynamicImports: true } },
  },
};

export default defineConfig(({ mode }) => (mode === 'plot' ? plot : page));
