/** A conversation that the bot was met in, by which it may write there. */
export interface Met {
  readonly tenant: string;
  /** a channel's or group's id, or a person's Entra id: what a Target says */
  readonly conversation: string;
  /** the id to send to; of a person: their conversation with the bot */
  readonly sendTo: string;
  readonly kind: "personal" | "group" | "channel";
  readonly serviceUrl: string;
  /** of a channel */
  readonly team: string | undefined;
}

/** Kept for all replicas and over restarts; what is known of `gone` ones is that nobody may write there. */
export interface Conversations {
  /** @returns true when it is new, or was gone */
  keep(met: Met): Promise<boolean>;
  find(tenant: string, conversation: string): Promise<(Met & { readonly gone: boolean }) | undefined>;
  /** those of a tenant that aren't gone, the latest first */
  all(tenant: string): Promise<Met[]>;
  /** the bot was sent away, or the conversations are gone */
  leave(tenant: string, ...conversations: readonly string[]): Promise<void>;
}
