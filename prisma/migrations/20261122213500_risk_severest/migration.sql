-- AlterTable
ALTER TABLE "risk_case" ADD COLUMN     "severest" BOOLEAN NOT NULL DEFAULT false;

-- People know of an escalation of severity 1 that is among the causes of an open case already.
DO $$
DECLARE
  known record;
BEGIN
  FOR known IN SELECT id FROM organisation LOOP
    PERFORM set_config('tandem.organisation', known.id::text, true);
    UPDATE risk_case c SET severest = true
     WHERE c.organisation_id = known.id AND c.state = 'open' AND 'escalation' = ANY (c.causes)
       AND EXISTS (SELECT FROM ticket t WHERE t.organisation_id = c.organisation_id AND t.account_id = c.account_id
                      AND t.escalated AND t.severity = 1 AND t.closed_at IS NULL);
  END LOOP;
  PERFORM set_config('tandem.organisation', '', true);
END
$$;
