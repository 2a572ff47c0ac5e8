/** closed: the record ends with the line; open: a quoted cell goes on in the next; misplaced: a quote where none may be. */
export type Quotes = "closed" | "open" | "misplaced";

/** How the quotes stand after a line (RFC 4180 §2: a quote begins and ends a cell, or is doubled inside one). */
export function quotesAfter(line: string, before: "closed" | "open", delimiter: string): Quotes {
  if (!line.includes('"')) return before;
  let inside = before === "open";
  let at = 0;
  for (;;) {
    if (!inside && line[at] === '"') {
      inside = true;
      at++;
    }
    if (!inside) {
      const next = line.indexOf(delimiter, at);
      const quote = line.indexOf('"', at);
      if (quote !== -1 && (next === -1 || quote < next)) return "misplaced";
      if (next === -1) return "closed";
      at = next + 1;
      continue;
    }
    const quote = line.indexOf('"', at);
    if (quote === -1) return "open";
    const behind = line[quote + 1];
    if (behind === '"') {
      at = quote + 2;
      continue;
    }
    if (behind === undefined) return "closed";
    if (behind !== delimiter) return "misplaced";
    inside = false;
    at = quote + 2;
  }
}
