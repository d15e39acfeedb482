/** Where the workflow bundle is: built once by `npm run build`, replayed in the tests as it is shipped. */
import { join } from 'node:path';

export function workflowBundlePath(): string {
  return join(__dirname, '..', 'build', 'workflow-bundle.js');
}
