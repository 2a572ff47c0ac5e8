/**
 * What the rules call what they find, as it is stored. A card says it in its reader's language: `say` knows these words.
 */
export const FOUND_PRODUCT = { seats: "More seats", limit: "A higher limit: " } as const;
