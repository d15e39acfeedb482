/**
 * How the page is built and, while it is being written, served. The API is the only thing it talks to;
 * in development Vite passes those requests on, so that cookies stay on one origin as in the office.
 */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `npm start` listens here unless told otherwise. */
const API = 'http://127.0.0.1:8080';

export default defineConfig(({ command }) => {
  // A build is what the office gets, also when a test runner asks for it: with its NODE_ENV=test React
  // and Ant Design would be built for development.
  if (command === 'build') process.env.NODE_ENV = 'production';
  return {
    plugins: [react()],
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
