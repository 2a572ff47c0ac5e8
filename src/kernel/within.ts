/** @returns `undefined` when the work takes longer than `ms`; it isn't stopped */
export async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(resolve, ms, undefined);
    work.then(resolve, reject).finally(() => clearTimeout(late));
  });
}
