/** A tenant table with columns in which people write, and so write of people. */
export interface TextTable {
  readonly table: string;
  readonly texts?: readonly string[];
  readonly jsons?: readonly string[];
  /** column → the rows in which it goes as a whole when the person, or the contact, $3 is erased */
  readonly own?: Readonly<Partial<Record<"person" | "contact", Readonly<Record<string, string>>>>>;
  /** columns of use for a while, which are forgotten where they name the one who is erased */
  readonly forgets?: readonly string[];
}

/**
 * Every column that may hold a name, but for names themselves, keys and codes: a test reads the catalogue and says which
 * column of a new table is missing here. The timeline has a function of its own in the database.
 */
export const TEXT_TABLES: readonly TextTable[] = [
  {
    table: "question",
    texts: ["question", "answer"],
    own: { person: { question: "t.asker_id = $3", answer: "t.answered_by = $3" } },
  },
  {
    table: "request",
    texts: ["text", "terms", "answer"],
    own: {
      person: { text: "t.logged_by = $3", terms: "t.logged_by = $3", answer: "t.owner_id = $3" },
      contact: { text: "t.contact_id = $3", terms: "t.contact_id = $3", answer: "t.contact_id = $3" },
    },
  },
  {
    table: "risk_case",
    texts: ["escalated_note", "closed_note"],
    own: { person: { escalated_note: "t.escalated_by = $3", closed_note: "t.closed_by = $3" } },
  },
  { table: "risk_opinion", texts: ["reason"], own: { person: { reason: "t.person_id = $3" } } },
  {
    table: "touchpoint",
    texts: ["note"],
    own: { person: { note: "t.owner_id = $3" }, contact: { note: "t.contact_id = $3" } },
  },
  {
    table: "renewal",
    texts: ["goals", "shown", "mood", "risks", "thanks"],
    own: {
      person: {
        goals: "t.reviewed_by = $3",
        shown: "t.reviewed_by = $3",
        mood: "t.reviewed_by = $3",
        risks: "t.reviewed_by = $3",
        thanks: "t.reviewed_by = $3",
      },
    },
  },
  { table: "document", texts: ["title", "url"], own: { person: { title: "t.added_by = $3" } } },
  {
    table: "audit",
    jsons: ["details"],
    own: {
      person: { details: "(t.person_id = $3 or t.subject = $3::text) and t.action <> 'privacy.erase'" },
      contact: { details: "t.subject = $3::text and t.action <> 'privacy.erase'" },
    },
  },
  { table: "profile_field", texts: ["value"] },
  {
    table: "opportunity",
    texts: ["benefit", "lost_reason", "promised", "asked_back", "hold_reason"],
    jsons: ["gate", "evidence"],
    own: {
      person: {
        promised: "t.claimed_by = $3",
        hold_reason: "t.hold_decided_by = $3",
        asked_back:
          "t.accepted_by = $3 or exists (select from opportunity_handover h where h.organisation_id = t.organisation_id and h.opportunity_id = t.id and h.asked_by = $3)",
      },
    },
  },
  { table: "opportunity_handover", texts: ["answer"], own: { person: { answer: "t.answered_by = $3" } } },
  { table: "opportunity_pass", texts: ["note"], own: { person: { note: "t.person_id = $3" } } },
  { table: "opportunity_release", texts: ["note"], own: { person: { note: "t.by_id = $3" } } },
  {
    table: "goal",
    texts: ["name", "metric", "ours", "confirmed_words", "closed_reason"],
    jsons: ["overridden"],
    own: {
      person: { confirmed_words: "t.confirmed_by = $3", closed_reason: "t.closed_by = $3" },
      contact: { confirmed_words: "t.confirmed_contact_id = $3" },
    },
  },
  { table: "goal_question", texts: ["words"], own: { contact: { words: "t.contact_id = $3" } } },
  {
    table: "value_summary",
    texts: ["body"],
    own: { person: { body: "t.settled_by = $3" }, contact: { body: "t.contact_id = $3" } },
  },
  { table: "onboarding_template", texts: ["product"], jsons: ["steps"] },
  { table: "onboarding_step", texts: ["name"] },
  { table: "survey_answer", texts: ["comment"], own: { contact: { comment: "t.contact_id = $3" } } },
  { table: "survey_campaign", texts: ["name"], jsons: ["questions"] },
  {
    table: "survey_loop",
    texts: ["referral", "referral_company", "referral_words"],
    own: {
      person: {
        referral: "coalesce(t.referral_by, t.closed_by) = $3",
        referral_company: "coalesce(t.referral_by, t.closed_by) = $3",
        referral_words: "coalesce(t.referral_by, t.closed_by) = $3",
      },
    },
  },
  {
    table: "check_in",
    texts: ["needs", "goals", "blockers", "next_step"],
    own: {
      person: {
        needs: "t.settled_by = $3",
        goals: "t.settled_by = $3",
        blockers: "t.settled_by = $3",
        next_step: "t.settled_by = $3",
      },
    },
  },
  { table: "well_task", texts: ["subject"] },
  { table: "cadence_meeting", texts: ["notes"], own: { person: { notes: "t.settled_by = $3" } } },
  { table: "cadence_item", texts: ["text"], own: { person: { text: "t.added_by = $3" } } },
  { table: "meeting_seen", texts: ["title"], own: { person: { title: "t.person_id = $3" } } },
  {
    table: "feedback",
    texts: ["words"],
    own: { person: { words: "t.passed_by = $3" }, contact: { words: "t.contact_id = $3" } },
  },
  {
    table: "feedback_item",
    texts: ["note", "place"],
    own: { person: { note: "t.decided_by = $3", place: "t.decided_by = $3" } },
  },
  {
    table: "promise",
    texts: ["words", "moved_reason", "closed_reason"],
    own: {
      person: { words: "t.made_by = $3", moved_reason: "t.moved_by = $3", closed_reason: "t.closed_by = $3" },
      contact: { words: "t.contact_id = $3", moved_reason: "t.contact_id = $3", closed_reason: "t.contact_id = $3" },
    },
  },
  { table: "content_item", texts: ["title", "link"] },
  { table: "peer_exchange", texts: ["reason"], own: { person: { reason: "t.decided_by = $3" } } },
  {
    table: "peer_side",
    texts: ["words"],
    own: { person: { words: "t.answered_by = $3" }, contact: { words: "t.contact_id = $3" } },
  },
  { table: "account", texts: ["stage_reason"] },
  { table: "contract", texts: ["end_reason"] },
  { table: "ticket", texts: ["subject"] },
  { table: "metric", texts: ["label"] },
  { table: "channel", texts: ["name"] },
  { table: "setting", jsons: ["value"] },
  { table: "edition", jsons: ["figures"] },
  { table: "post", texts: ["reason"], jsons: ["ref", "sent_to"] },
  { table: "ingest_key", texts: ["name"] },
  { table: "installation", texts: ["installed_by"] },
  { table: "input", forgets: ["reply"] },
];
