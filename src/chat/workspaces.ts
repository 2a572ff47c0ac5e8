import type { OrganisationId } from "../kernel/ids.ts";

/** What somebody's consent led to. */
export interface Installed {
  readonly workspace: string;
  readonly workspaceName: string;
  readonly token: string;
  readonly scopes: readonly string[];
  /** the user who consented */
  readonly installedBy: string | undefined;
}

/** The organisation that a link names; "only": whichever there is, which nobody has to be asked for. */
export type InstallFor = { readonly organisation: OrganisationId } | "only";

/** ask-for-link: nobody can tell for whom it is · elsewhere: it is another organisation's */
export type InstallOutcome = "installed" | "elsewhere" | "ask-for-link";

/** The workspaces that the app is in; their tokens stand with their organisations. */
export interface Workspaces {
  /** @throws when it can't be read */
  tokenOf(workspace: string): Promise<{ readonly token: string; readonly installedAt: Date } | undefined>;
  /** Before anybody is asked for consent. @returns with the organisation's name where a link names it */
  mayInstall(whom: InstallFor): Promise<{ readonly name: string | undefined } | "ask-for-link">;
  /**
   * Keeps the token. "only" is the one organisation while it has no workspace or this one; where there is none at all,
   * it is made.
   */
  install(installed: Installed, whom: InstallFor): Promise<InstallOutcome>;
  /** @returns false for what was used before, on any replica, within the last quarter of an hour */
  useOnce(nonce: string): Promise<boolean>;
  /**
   * The app was removed there: its token is deleted, its conversations stop.
   * @param token only while this is the workspace's token; any when left out
   */
  gone(workspace: string, because: "uninstalled" | "refused", token?: string): Promise<void>;
}
