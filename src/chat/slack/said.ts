/**
 * What a message of Slack's says, as letters: its mentions, channels and links as one reads them, and no mark-up that
 * could become alive again.
 */
export function lettersOf(text: string): string {
  return text
    .replaceAll(/<([^<>]*)>/g, (_all, inside: string) => readable(inside))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

function readable(inside: string): string {
  const [address = "", label] = inside.split("|", 2);
  switch (address[0]) {
    case "@":
      return label ? `@${label.replace(/^@/, "")}` : address;
    case "#":
      return label ? `#${label.replace(/^#/, "")}` : address;
    case "!":
      return special(address.slice(1), label);
    default: {
      const bare = address.replace(/^(mailto|tel):/, "");
      return label && label !== bare ? `${label} (${bare})` : bare;
    }
  }
}

/** "<!here>", "<!subteam^S1|@team>", "<!date^…|14 May>" */
function special(name: string, label: string | undefined): string {
  if (label) return label;
  return `@${name.split("^")[0] ?? name}`;
}
