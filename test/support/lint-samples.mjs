/**
 * Lints texts as if they stood in given files: a JSON array of { filePath, text } on standard input, one
 * array of rule names a sample on standard output. A process of its own, because ESLint loads its
 * configuration as an ES module, which jest's CommonJS world cannot.
 */
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';

// With CI set the parser supposes one pass over unchanged files; these texts differ from the files.
process.env.TSESTREE_SINGLE_RUN = 'false';

const samples = JSON.parse(await text(process.stdin));
const eslint = new ESLint();
const found = [];
for (const sample of samples) {
  const [result] = await eslint.lintText(sample.text, { filePath: sample.filePath });
  found.push(result.messages.map((message) => message.ruleId ?? message.message));
}
process.stdout.write(JSON.stringify(found));
