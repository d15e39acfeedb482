/**
 * Loads the stand-alone verifier into jest, which cannot require an ES module: the same source, only its
 * import and export statements rewritten.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runInThisContext } from 'node:vm';
import { transformSync } from '@swc/core';

type Verifier = {
  verifyCertificate: (certificate: unknown) => string[];
  PUBLISHED: Readonly<Record<'rows' | 'conflicts' | 'documents' | 'days', unknown>>;
};

export const VERIFIER_FILE = path.join(__dirname, '../../scripts/verify-certificate.mjs');

export function loadVerifier(): Verifier {
  const { code } = transformSync(readFileSync(VERIFIER_FILE, 'utf8'), {
    swcrc: false,
    filename: VERIFIER_FILE,
    jsc: { target: 'es2022' },
    module: { type: 'commonjs' },
  });
  const wrapper = runInThisContext(`(function (exports, require) {${code}\n})`, {
    filename: VERIFIER_FILE,
  }) as (exports: object, load: NodeJS.Require) => void;
  const loaded: Partial<Verifier> = {};
  wrapper(loaded, require);
  const { verifyCertificate, PUBLISHED } = loaded;
  if (!verifyCertificate || !PUBLISHED) throw new Error('the verifier exports nothing');
  return { verifyCertificate, PUBLISHED };
}
