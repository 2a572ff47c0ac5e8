import { setTimeout as pause } from "node:timers/promises";
import { translate } from "../../src/chat/slack/translate.ts";
import { wallClock } from "../../src/kernel/clock.ts";
import type { Locale } from "../../src/kernel/directory.ts";
import type { TestPerson } from "../helpers/company.ts";
import { type Outages, wasTroubled } from "./claims-check.ts";
import type { Click, Race } from "./claims-plan.ts";
import { createReader, isDecided, type Told } from "./claims-sentences.ts";
import { opportunityOf } from "./claims-stage.ts";
import type { Rig } from "./rig.ts";
import { type Payload, pressOf, type Sent } from "./sender.ts";
import type { ServiceProcess } from "./service-process.ts";

export interface Player {
  readonly person: TestPerson;
  readonly locale: Locale;
  readonly read: (text: string) => Told;
}

/** A payload that a person caused, and its deliveries so far. */
export interface Press {
  readonly person: number;
  readonly payload: Payload;
  readonly sent: Sent[];
}

/** Plays the people of the races: they press, wait, and press again when they were told nothing or to try again. */
export interface Playing {
  /** @returns everything that was pressed in the race, once everybody has an answer or has given up */
  play(race: Race): Promise<readonly Press[]>;
  /** Somebody presses on what isn't there, at every replica, until they are used to it. */
  warmUp(race: Race): Promise<void>;
  /** by which the product knows a payload again */
  contentKeyOf(payload: Payload): string;
}

const MOST_TRIES = 6;
const SILENCE_MS = 25_000;
const SILENCE_AFTER_OUTAGE_MS = 400;
const WARM_UPS = 5;
const OLD_MESSAGE = "1733731200.000100";

export function playerOf(person: TestPerson, locale: Locale): Player {
  return { person, locale, read: createReader(locale) };
}

export function outagesOf({ services }: Rig): Outages {
  return new Map(services.map(({ name, outages }) => [name, outages]));
}

export function createPlaying(rig: Rig, players: readonly Player[]): Playing {
  const { workspace } = rig.company;
  const outages = outagesOf(rig);
  let clicks = 0;

  function pressBy(race: Race, person: number): Press {
    clicks++;
    const seconds = Math.floor(wallClock.now().getTime() / 1000);
    const payload = pressOf({
      workspace,
      user: players[person]?.person.user ?? "",
      channel: rig.amConversation,
      message: OLD_MESSAGE,
      action: { name: "opportunities.claim", subject: opportunityOf(race) },
      actionTs: `${seconds}.${String(clicks % 1_000_000).padStart(6, "0")}`,
      response: rig.slack.responseUrl(),
    });
    return { person, payload, sent: [] };
  }

  async function deliver(press: Press, to: ServiceProcess, retry?: number): Promise<void> {
    press.sent.push(await rig.sender.send(press.payload, to, retry));
  }

  async function somebodyUp(): Promise<ServiceProcess> {
    for (;;) {
      const up = rig.services.filter(({ isUp }) => isUp);
      const service = up[clicks % up.length];
      if (service) return service;
      await pause(20);
    }
  }

  /** Nothing will come any more: it was lost with its process, or it is late beyond all reason. */
  function isSilent({ sent }: Press): boolean {
    const nowMs = wallClock.monotonicMs();
    const lastMs = Math.max(...sent.map(({ untilMs }) => untilMs));
    if (nowMs - lastMs > SILENCE_MS) return true;
    return sent.every((each) => {
      const isLost = wasTroubled(each, outages) && rig.services.some(({ name, isUp }) => name === each.to && isUp);
      return (isLost || each.status === 0) && nowMs - each.untilMs > SILENCE_AFTER_OUTAGE_MS;
    });
  }

  async function playClick(race: Race, click: Click, pressed: Press[]): Promise<void> {
    const { person, deliveries, comesAgain } = click;
    const player = players[person];
    let press = pressBy(race, person);
    pressed.push(press);
    await Promise.all(
      deliveries.map(async ({ replica, atMs, retry }) => {
        if (atMs > 0) await pause(atMs);
        const service = rig.services[replica];
        if (service) await deliver(press, service, retry);
      }),
    );
    for (let tries = 1; tries < MOST_TRIES; tries++) {
      const current = press;
      const answer = await rig.answers.first(press.payload.token, () => isSilent(current));
      if (answer && player && isDecided(player.read(answer.text))) return;
      if (answer || !comesAgain) pressed.push((press = pressBy(race, person)));
      await deliver(press, await somebodyUp(), press === current ? tries : undefined);
    }
  }

  return {
    async play(race) {
      const pressed: Press[] = [];
      await Promise.all(race.clicks.map((click) => playClick(race, click, pressed)));
      return pressed;
    },
    async warmUp(race) {
      await Promise.all(
        rig.services.map(async (service) => {
          for (let times = 0; times < WARM_UPS; times++) await deliver(pressBy(race, 0), service);
        }),
      );
    },
    contentKeyOf: ({ body }) => translate(body.body, workspace)?.contentKey ?? "",
  };
}
