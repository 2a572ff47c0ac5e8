/** Said to an administrator who sends files to be imported. */
export const upload = {
  help: "Administrators: send me **people.csv**, **accounts.csv**, **usage.csv** or the like in our own chat, and I import it.",
  reading_one: "I'm reading {{files}}. In a moment I'll tell you here what came of it.",
  reading_other: "I'm reading {{count}} files: {{files}}. In a moment I'll tell you here what came of it.",
  done: "Imported",
  "done-with": "Imported, but not everything",
  "not-done": "Nothing was imported",
  complaints_one: "There is one complaint. Correct the line and send the file again:",
  complaints_other: "There are {{count}} complaints. Correct the lines and send the file again. The first:",
  "in-file": "All complaints are in **complaints.csv**, just above.",
  "first-in-file": "The first {{count}} complaints are in **complaints.csv**, which follows.",
  offered: "All complaints are in **complaints.csv**. Allow me above to save it to your OneDrive; I keep it for a day.",
  "first-offered":
    "The first {{count}} complaints are in **complaints.csv**. Allow me above to save it to your OneDrive; I keep it for a day.",
  below: "More of them follow.",
  page: "More complaints",
  rest_one: "One more isn't shown here. `tandem import` with the same file lists it.",
  rest_other: "{{count}} more aren't shown here. `tandem import` with the same file lists them all.",
  file: "Complaints of the import",
  "too-big":
    "**{{file}}** wasn't read: what you send me at once may be 20 MB at most. Send it in parts, or have it brought in with `tandem import`.",
  "not-fetched":
    "**{{file}}** could not be fetched. Send it again; if that doesn't help, let your administrator of this chat check whether I may read files.",
  "broke-off": "The import broke off. What had been saved stays. Send the file again; it goes on where it ended.",
} as const;
