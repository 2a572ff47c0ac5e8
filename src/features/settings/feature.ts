import type { Form } from "../../chat/card.ts";
import type { Reply, Submission } from "../../chat/interaction.ts";
import { calledChannel } from "../../kernel/directory.ts";
import type { Acting, Feature } from "../feature.ts";
import { channelForm, CLEARANCE, preferencesForm, PURPOSE, settingsCard, wrongTexts } from "./cards.ts";
import { checkChannel, checkPreferences, forWhomChoices } from "./decide.ts";
import { adminOnly, settingsOf } from "./facts.ts";
import { noteChannelChange, saveChannel, saveDefaults, savePersonPreferences, writeAudit } from "./store.ts";

type Done = Extract<Reply, { kind: "done" }>;

export const settings: Feature = {
  name: "settings",
  commands: [
    { word: "settings", order: 6, help: "settings.help", example: "settings.example", changes: false, run: show },
  ],
  forms: {
    mine: { about: "nothing", open: openMine, submit: saveMine },
    defaults: { about: "nothing", open: openDefaults, submit: saveOurs },
    channel: { about: "nothing", open: openChannel, submit: saveThisChannel },
  },
  async channelChanged({ tx, posts }, { sender, place, change }) {
    const channel = await noteChannelChange(tx, sender.platform, sender.workspace, place.conversation, change);
    if (channel && change === "shared") posts.redrawAt(`channel:${channel}`);
  },
};

const BY_WORD: ReadonlyMap<string, (acting: Acting) => Promise<Form | Done>> = new Map([
  ["mine", openMine],
  ["defaults", openDefaults],
  ["channel", openChannel],
]);

async function show(acting: Acting, words: string): Promise<Reply> {
  const open = BY_WORD.get(words.trim().toLowerCase());
  if (open) {
    const result = await open(acting);
    return "kind" in result ? result : { kind: "form", form: result };
  }
  const { tx, person, view, directory } = acting;
  const card = settingsCard(person, await settingsOf(tx), await directory.channels(tx), view);
  return { kind: "private", card };
}

function openMine({ person, view }: Acting): Promise<Form> {
  const initial = { locale: person.locale, zone: person.calendar.zone, digestAt: person.digestAt };
  return Promise.resolve(preferencesForm("settings.mine", initial, view));
}

async function saveMine(acting: Acting, { values }: Submission): Promise<Reply> {
  const checked = checkPreferences(values);
  if (checked.kind === "wrong") return { kind: "invalid", fields: wrongTexts(checked.wrong, acting.view) };
  await savePersonPreferences(acting.tx, acting.person.id, checked.value);
  return saved(acting, "settings.mine", checked.value);
}

async function openDefaults(acting: Acting): Promise<Form | Done> {
  const refusal = await adminOnly(acting);
  return refusal ?? preferencesForm("settings.defaults", await settingsOf(acting.tx), acting.view);
}

async function saveOurs(acting: Acting, { values }: Submission): Promise<Reply> {
  const refusal = await adminOnly(acting);
  if (refusal) return refusal;
  const checked = checkPreferences(values);
  if (checked.kind === "wrong") return { kind: "invalid", fields: wrongTexts(checked.wrong, acting.view) };
  await saveDefaults(acting.tx, checked.value);
  await saved(acting, "settings.defaults", checked.value);
  return { kind: "done", sentence: acting.view.say("settings.saved-defaults") };
}

async function openChannel(acting: Acting): Promise<Form | Done> {
  const { tx, place, view, directory } = acting;
  const refusal = await adminOnly(acting);
  if (refusal) return refusal;
  if (place.private) return { kind: "done", sentence: view.say("settings.channel-private") };
  const current = (await directory.channels(tx)).find((channel) => channel.conversation === place.conversation);
  return channelForm(current, forWhomChoices(await directory.people(tx)), await settingsOf(tx), view);
}

async function saveThisChannel(acting: Acting, submission: Submission): Promise<Reply> {
  const { tx, ids, view } = acting;
  const refusal = await adminOnly(acting);
  if (refusal) return refusal;
  const { sender, place, values } = submission;
  if (place.private) return { kind: "done", sentence: view.say("settings.channel-private") };
  const checked = checkChannel(values, forWhomChoices(await acting.directory.people(tx)));
  if (checked.kind === "wrong") return { kind: "invalid", fields: wrongTexts(checked.wrong, view) };
  const name = place.name ?? place.conversation;
  const where = { platform: sender.platform, workspace: sender.workspace, conversation: place.conversation, name };
  const id = await saveChannel(tx, ids.next(), where, checked.value);
  acting.posts.redrawAt(`channel:${id}`);
  await saved(acting, "settings.channel", { ...where, ...checked.value });
  const purpose = view.say(PURPOSE[checked.value.purpose]);
  const clearance = view.say(CLEARANCE[checked.value.clearance]);
  return {
    kind: "done",
    sentence: view.say("settings.channel-saved", { name: calledChannel(where), purpose, clearance }),
  };
}

async function saved(acting: Acting, action: string, details: object): Promise<Done> {
  const { tx, ids, now, person, view } = acting;
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action, subject: "", details });
  await acting.emit({ kind: "settings-changed" });
  return { kind: "done", sentence: view.say("settings.saved") };
}
