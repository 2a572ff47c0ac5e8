/**
 * Which of its kinds a reminding post is: its slot is an instant and that word.
 * @returns undefined for a word that isn't known (any more)
 */
export function kindInSlot<Kind extends string>(slot: string, kinds: readonly Kind[]): Kind | undefined {
  const [, word] = slot.split(" ");
  return kinds.find((each) => each === word);
}
