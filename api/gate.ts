/** Work on one thing at a time, or a few at a time: what comes too thick waits in the order it came. */

export type Gate = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/** @param width how many pieces of work with the same key may be under way at once */
export function createGate(width: number): Gate {
  const waiting = new Map<string, (() => void)[]>();
  const underWay = new Map<string, number>();

  async function enter(key: string): Promise<void> {
    const count = underWay.get(key) ?? 0;
    if (count < width) {
      underWay.set(key, count + 1);
      return;
    }
    await new Promise<void>((resolve) => {
      waiting.set(key, [...(waiting.get(key) ?? []), resolve]);
    });
  }

  function leave(key: string): void {
    const [next, ...rest] = waiting.get(key) ?? [];
    if (rest.length > 0) waiting.set(key, rest);
    else waiting.delete(key);
    // The one let in takes the place of the one that leaves.
    if (next) {
      next();
      return;
    }
    const count = (underWay.get(key) ?? 1) - 1;
    if (count > 0) underWay.set(key, count);
    else underWay.delete(key);
  }

  return async (key, work) => {
    await enter(key);
    try {
      return await work();
    } finally {
      leave(key);
    }
  };
}
