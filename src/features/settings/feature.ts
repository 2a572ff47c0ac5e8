import type { Form } from "../../chat/card.ts";
import type { Reply, Submission } from "../../chat/interaction.ts";
import { asReply, type Done } from "../../chat/reply.ts";
import { calledChannel } from "../../kernel/directory.ts";
import type { TextKey } from "../../locales/keys.ts";
import { type Acting, card, type Feature } from "../feature.ts";
import { channelForm, CLEARANCE, preferencesForm, PURPOSE, settingsCard, wrongTexts } from "./cards.ts";
import { checkChannel, checkPreferences, forWhomChoices } from "./decide.ts";
import { defaultsForm, wrongDefaults } from "./defaults-cards.ts";
import { checkDefaults } from "./defaults-decide.ts";
import { adminOnly, settingsOf } from "./facts.ts";
import { askAdmins, decideHidden, loadHidden, showAllHidden } from "./hidden.ts";
import { drawHidden } from "./hidden-cards.ts";
import { knowsRegion } from "./holidays.ts";
import { type NotificationKinds, openNotifications, saveNotifications, why } from "./notify.ts";
import {
  noteChannelChange,
  saveChannel,
  saveDefaults,
  savePersonPreferences,
  type AuditAction,
  writeAudit,
} from "./store.ts";

type Open = (acting: Acting) => Promise<Form | Done>;

/** @param kinds the cards of all slices that people get directly */
export function createSettings(kinds: NotificationKinds): Feature {
  const openMyNotifications: Open = (acting) => openNotifications(acting, kinds);
  const byWord: ReadonlyMap<string, Open> = new Map([
    ["mine", openMine],
    ["notifications", openMyNotifications],
    ["defaults", openDefaults],
    ["channel", openChannel],
  ]);
  return {
    name: "settings",
    commands: [
      {
        word: "settings",
        order: 8,
        topic: "mine",
        help: "settings.help",
        example: "settings.example",
        changes: false,
        run: (acting, words) => show(acting, byWord.get(words.trim().toLowerCase())),
      },
    ],
    forms: {
      mine: { about: "nothing", open: openMine, submit: saveMine },
      notifications: {
        about: "nothing",
        open: openMyNotifications,
        submit: (acting, submission) => saveNotifications(acting, submission, kinds),
      },
      defaults: { about: "nothing", open: openDefaults, submit: saveOurs },
      channel: { about: "nothing", open: openChannel, submit: saveThisChannel },
    },
    presses: {
      approve: { changes: true, run: (acting, press) => decideHidden(acting, press, true) },
      keep: { changes: true, run: (acting, press) => decideHidden(acting, press, false) },
      "hidden-all": { changes: false, run: showAllHidden },
      why: { changes: false, run: (acting, { subject }) => why(acting, subject, kinds) },
    },
    cards: {
      hidden: card({
        sensitive: false,
        called: "settings.called-hidden",
        direct: { why: "why.hidden-parts", role: "admin" },
        load: loadHidden,
        draw: drawHidden,
      }),
    },
    reactions: { "parts-hidden": askAdmins },
    async channelChanged({ tx, ids, now, posts }, { sender, place, change }) {
      const channel = await noteChannelChange(tx, sender.platform, sender.workspace, place.conversation, change);
      if (channel && change === "shared") posts.redrawAt(`channel:${channel.id}`);
      if (channel?.endedListening) {
        const entry = {
          by: undefined,
          action: "listening.off",
          subject: channel.id,
          details: { because: change },
        } as const;
        writeAudit(tx, { id: ids.next(), at: now, ...entry });
      }
    },
  };
}

async function show(acting: Acting, open: Open | undefined): Promise<Reply> {
  if (open) {
    const result = await open(acting);
    return asReply(result);
  }
  const { tx, person, view, directory } = acting;
  const card = settingsCard(person, await settingsOf(tx), await directory.channels(tx), view);
  return { kind: "private", card };
}

function openMine({ person, view }: Acting): Promise<Form> {
  const initial = { locale: person.locale, zone: person.calendar.zone, digestAt: person.digestAt };
  return Promise.resolve(preferencesForm(initial, view));
}

async function saveMine(acting: Acting, { values }: Submission): Promise<Reply> {
  const checked = checkPreferences(values);
  if (checked.kind === "wrong") return { kind: "invalid", fields: wrongTexts(checked.wrong, acting.view) };
  await savePersonPreferences(acting.tx, acting.person.id, checked.value);
  return saved(acting, "settings.mine", checked.value, "settings.saved");
}

async function openDefaults(acting: Acting): Promise<Form | Done> {
  const refusal = await adminOnly(acting);
  return refusal ?? defaultsForm(await settingsOf(acting.tx), acting.view);
}

async function saveOurs(acting: Acting, { values }: Submission): Promise<Reply> {
  const refusal = await adminOnly(acting);
  if (refusal) return refusal;
  const week = (await settingsOf(acting.tx)).workdays.join(",");
  const checked = checkDefaults(values, week, knowsRegion);
  if (!("zone" in checked)) return { kind: "invalid", fields: wrongDefaults(checked, acting.view) };
  await saveDefaults(acting.tx, checked);
  return saved(acting, "settings.defaults", checked, "settings.saved-defaults");
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
  await noteSaved(acting, "settings.channel", { ...where, ...checked.value }, id);
  const purpose = view.say(PURPOSE[checked.value.purpose]);
  const clearance = view.say(CLEARANCE[checked.value.clearance]);
  return {
    kind: "done",
    sentence: view.say("settings.channel-saved", { name: calledChannel(where), purpose, clearance }),
  };
}

/** Said in the language that they read from now on. */
async function saved(acting: Acting, action: AuditAction, details: object, sentence: TextKey): Promise<Done> {
  const { tx, person, directory, says } = acting;
  await noteSaved(acting, action, details);
  const { locale } = (await directory.person(tx, person.id)) ?? person;
  return { kind: "done", sentence: says(locale)(sentence) };
}

async function noteSaved(acting: Acting, action: AuditAction, details: object, subject = ""): Promise<void> {
  const { tx, ids, now, person } = acting;
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action, subject, details });
  await acting.emit({ kind: "settings-changed" });
}
