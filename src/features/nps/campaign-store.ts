import type { LocalDate } from "../../kernel/business-time.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { PersonId } from "../../kernel/ids.ts";
import type { Asked, Campaign, CampaignState } from "./campaign.ts";
import type { CampaignId, Questions, SurveyId, WaveId } from "./survey-store.ts";

export { writeAudit } from "../../db/audit.ts";

interface Row {
  id: CampaignId;
  name: string;
  state: CampaignState;
  tier: Asked["tier"];
  stages: string[];
  segments: string[];
  roles: string[];
  questions: Questions;
  next_wave_on: LocalDate;
}

const SELECT = "select id, name, state, tier, stages, segments, roles, questions, next_wave_on from survey_campaign";

export async function campaigns(tx: Tx): Promise<Campaign[]> {
  return (await tx.rows<Row>(`${SELECT} order by state = 'ended', made_at desc, id limit 20`)).map(campaignIn);
}

export async function campaignById(tx: Tx, id: CampaignId): Promise<Campaign | undefined> {
  return (await tx.rows<Row>(`${SELECT} where id = $1`, [id])).map(campaignIn)[0];
}

/** The campaign, held until the transaction ends. */
export async function holdCampaign(tx: Tx, id: CampaignId): Promise<Campaign | undefined> {
  return (await tx.rows<Row>(`${SELECT} where id = $1 for update`, [id])).map(campaignIn)[0];
}

export function insertCampaign(
  tx: Tx,
  { id, name, state, asked, questions, nextWaveOn }: Campaign,
  by: PersonId,
  at: Date,
): void {
  const { tier, stages, segments, roles } = asked;
  tx.run(
    `insert into survey_campaign (organisation_id, id, name, state, tier, stages, segments, roles, questions, next_wave_on, made_by, made_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [tx.organisation, id, name, state, tier, stages, segments, roles, JSON.stringify(questions), nextWaveOn, by, at],
  );
}

export function saveState(tx: Tx, id: CampaignId, state: CampaignState): void {
  tx.run("update survey_campaign set state = $2 where id = $1", [id, state]);
}

export function saveQuestions(tx: Tx, id: CampaignId, questions: Questions): void {
  tx.run("update survey_campaign set questions = $2 where id = $1", [id, JSON.stringify(questions)]);
}

export function saveNextWave(tx: Tx, id: CampaignId, on: LocalDate): void {
  tx.run("update survey_campaign set next_wave_on = $2 where id = $1", [id, on]);
}

/** A wave of that day; undefined when it was planned already. */
export async function insertWave(
  tx: Tx,
  id: WaveId,
  campaign: CampaignId,
  day: LocalDate,
  at: Date,
): Promise<WaveId | undefined> {
  const [row] = await tx.rows<{ id: WaveId }>(
    `insert into survey_wave (organisation_id, id, campaign_id, starts_on, planned_at) values ($1, $2, $3, $4, $5)
     on conflict (organisation_id, campaign_id, starts_on) do nothing returning id`,
    [tx.organisation, id, campaign, day, at],
  );
  return row?.id;
}

/** What was decided of how many people: "asked", "held <why>", "excluded <why>". */
export type WaveCounts = Readonly<Record<string, number>>;

export function saveCounts(tx: Tx, wave: WaveId, counts: WaveCounts): void {
  tx.run("update survey_wave set counts = $2 where id = $1", [wave, JSON.stringify(counts)]);
}

export interface Wave {
  readonly id: WaveId;
  readonly campaign: Campaign;
  readonly startsOn: LocalDate;
  readonly counts: WaveCounts;
}

export async function waveById(tx: Tx, id: WaveId): Promise<Wave | undefined> {
  const [row] = await tx.rows<{ campaign_id: CampaignId; starts_on: LocalDate; counts: WaveCounts }>(
    "select campaign_id, starts_on, counts from survey_wave where id = $1",
    [id],
  );
  const campaign = row && (await campaignById(tx, row.campaign_id));
  return campaign && { id, campaign, startsOn: row.starts_on, counts: row.counts };
}

/** The waves of a campaign in which people still wait to be asked. */
export async function openWaves(tx: Tx, campaign: CampaignId): Promise<WaveId[]> {
  const rows = await tx.rows<{ id: WaveId }>(
    `select w.id from survey_wave w where w.campaign_id = $1
        and exists (select from survey s where s.wave_id = w.id and s.state = 'planned') order by w.starts_on`,
    [campaign],
  );
  return rows.map(({ id }) => id);
}

/** How a wave went so far. */
export interface Progress {
  readonly planned: number;
  readonly asked: number;
  readonly answered: number;
  readonly held: number;
}

/** Of the newest wave of each campaign. */
export async function progressOf(
  tx: Tx,
  ids: readonly CampaignId[],
): Promise<ReadonlyMap<CampaignId, Progress & { readonly startsOn: LocalDate }>> {
  const rows = await tx.rows<Progress & { campaign_id: CampaignId; starts_on: LocalDate }>(
    `select distinct on (w.campaign_id) w.campaign_id, w.starts_on,
            coalesce(s.planned, 0)::int as planned, coalesce(s.asked, 0)::int as asked, coalesce(s.answered, 0)::int as answered,
            coalesce(s.held, 0)::int as held
       from survey_wave w
       left join lateral (select count(*) filter (where state in ('planned', 'waiting')) as planned, count(*) filter (where asked_at is not null) as asked,
                                 count(*) filter (where answered_at is not null) as answered, count(*) filter (where state = 'held') as held
                            from survey where wave_id = w.id) s on true
      where w.campaign_id = any($1::uuid[]) order by w.campaign_id, w.starts_on desc`,
    [ids],
  );
  return new Map(rows.map(({ campaign_id, starts_on, ...row }) => [campaign_id, { ...row, startsOn: starts_on }]));
}

/** Those who wait to be asked. */
export async function countWaiting(tx: Tx, campaign: CampaignId): Promise<number> {
  const [row] = await tx.rows<{ waiting: number }>(
    `select count(*)::int as waiting from survey s join survey_wave w on w.id = s.wave_id
      where w.campaign_id = $1 and s.state in ('planned', 'held', 'waiting')`,
    [campaign],
  );
  return row?.waiting ?? 0;
}

/** Nobody of it is asked any more: those who wait, also for their link. @returns who */
export async function withdrawPlanned(tx: Tx, campaign: CampaignId): Promise<SurveyId[]> {
  const rows = await tx.rows<{ id: SurveyId }>(
    `update survey s set state = 'withdrawn', reason = 'campaign-ended', due_at = null from survey_wave w
      where w.id = s.wave_id and w.campaign_id = $1 and s.state in ('planned', 'held', 'waiting') returning s.id`,
    [campaign],
  );
  return rows.map(({ id }) => id);
}

function campaignIn({ tier, stages, segments, roles, next_wave_on, ...row }: Row): Campaign {
  return { ...row, asked: { tier, stages, segments, roles }, nextWaveOn: next_wave_on };
}

/** What the organisation is called, as its customers read it. */
export async function organisationName(tx: Tx): Promise<string> {
  const [row] = await tx.rows<{ name: string }>("select name from organisation where id = $1", [tx.organisation]);
  return row?.name ?? "";
}
