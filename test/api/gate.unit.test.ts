/** A few at a time, in the order they came, each thing by itself. */
import { createGate } from '../../api/gate';

/** Work that ends when it is told to, and says when it began. */
function piece(began: string[], name: string) {
  let end!: () => void;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const work = async (): Promise<string> => {
    began.push(name);
    await ended;
    return name;
  };
  return { work, end };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

it('lets in as many as it is wide and the others in their order, one for each that leaves', async () => {
  const gate = createGate(2);
  const began: string[] = [];
  const pieces = ['a', 'b', 'c', 'd'].map((name) => piece(began, name));
  const all = Promise.all(pieces.map(({ work }) => gate('case', work)));
  await settled();
  expect(began).toEqual(['a', 'b']);
  pieces[1]?.end();
  await settled();
  expect(began).toEqual(['a', 'b', 'c']);
  pieces.forEach(({ end }) => end());
  expect(await all).toEqual(['a', 'b', 'c', 'd']);
});

it('makes nobody wait for another case', async () => {
  const gate = createGate(1);
  const began: string[] = [];
  const [one, other] = [piece(began, 'one'), piece(began, 'other')];
  const both = Promise.all([gate('one', one.work), gate('other', other.work)]);
  await settled();
  expect(began).toEqual(['one', 'other']);
  one.end();
  other.end();
  await both;
});

it('goes on after work that fails', async () => {
  const gate = createGate(1);
  const failing = gate('case', () => Promise.reject(new Error('no')));
  const next = gate('case', async () => 'next');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('next');
});
