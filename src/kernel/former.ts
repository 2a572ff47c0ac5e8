/**
 * What stands in place of the name of somebody who was erased. A card says it in its reader's language: `say` knows
 * these words.
 */
export const FORMER = { person: "former colleague", contact: "former contact" } as const;
