/**
 * The day from which on a contract `c` counts as left: its notice, its end, or an event of either, whichever came first;
 * null while it runs. The one definition of a churn for the base rate, for learning and for how well it was foretold.
 * @param knownBefore SQL of an instant: what was known later isn't looked at
 */
export function goneOn(knownBefore: string): string {
  return `least(c.notice_on, c.ended_on,
    (select min(coalesce(v.notice_on, v.effective_on)) from contract_event v
      where v.account_id = c.account_id and v.contract_id = c.id and v.type in ('notice', 'churn') and v.known_at < ${knownBefore}))`;
}
