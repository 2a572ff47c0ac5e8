import type { PersonRef } from "../../chat/card.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { AccountId } from "../../kernel/ids.ts";
import type { Money } from "../../kernel/money.ts";
import type { Scope } from "../../kernel/permissions.ts";
import type { Case, Closed } from "./case-store.ts";
import type { Play } from "./cases/play-store.ts";
import type { Chance } from "./chance.ts";
import type { Band, Told } from "./model.ts";

/** A meeting that is planned with the customer. */
interface Meeting {
  readonly kind: "check-in" | "call" | "meeting" | "on-site";
  readonly plannedAt: Date;
}

/** All that the card of a risk case says. */
export interface CaseStory {
  readonly account: { readonly id: AccountId; readonly name: string };
  readonly scope: Scope;
  readonly csm: PersonRef | undefined;
  readonly owner: { readonly person: PersonRef; readonly at: Date } | undefined;
  readonly closed: (Pick<Closed, "at" | "by" | "outcome" | "reason" | "note"> & { readonly left: boolean }) | undefined;
  readonly found: Pick<Case, "id" | "causes" | "alerted" | "escalated" | "contactAt" | "snoozedUntil" | "snoozes">;
  readonly play: Play | undefined;
  /** the next meeting that is planned with them */
  readonly meeting: Meeting | undefined;
  readonly band: Band;
  /** undefined: not calibrated */
  readonly chance?: Chance | undefined;
  readonly arr: readonly Money[];
  readonly renewsOn: LocalDate | undefined;
  readonly noticeUntil: LocalDate | undefined;
  readonly raising: readonly Told[];
  readonly lowering: Told | undefined;
  readonly dataUntil: LocalDate | undefined;
  readonly frozen: boolean;
  readonly now: Date;
}
