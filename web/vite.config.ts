/**
 * How the page is built and, while it is being written, served. The API is the only thing it talks to;
 * in development Vite passes those requests on, so that cookies stay on one origin as in the office.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';

/** `npm start` listens here unless told otherwise. */
const API = 'http://127.0.0.1:8080';

/** What is worth compressing; the API sends the twin a browser can read (api/plugins/page.ts). */
const TEXT = /\.(html|js|css|svg)$/;

/** Compresses once, at the build, what would else be compressed at every request or not at all. */
function compressedTwins(): Plugin {
  return {
    name: 'compressed-twins',
    apply: 'build',
    writeBundle: ({ dir = '' }) => {
      const names = readdirSync(dir, { recursive: true, encoding: 'utf8' });
      for (const file of names.filter((name) => TEXT.test(name)).map((name) => join(dir, name))) {
        const content = readFileSync(file);
        writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
        writeFileSync(`${file}.br`, brotliCompressSync(content));
      }
    },
  };
}

export default defineConfig(({ command }) => {
  // A build is what the office gets, also when a test runner asks for it: with its NODE_ENV=test React
  // and Ant Design would be built for development.
  if (command === 'build') process.env.NODE_ENV = 'production';
  return {
    plugins: [react(), compressedTwins()],
    server: { proxy: { '/api': API } },
    build: {
      outDir: 'dist',
      emptyOutDir: true,
      target: 'es2022',
      // React and Ant Design change with their versions, not with our pages: a browser keeps them.
      rolldownOptions: {
        output: {
          codeSplitting: {
            groups: [
              {
                name: 'react',
                test: /node_modules[\\/](react|react-dom|scheduler|react-router)[\\/]/,
              },
            ],
          },
        },
      },
      chunkSizeWarningLimit: 700,
    },
  };
});
