-- Spellings of one sales region that differ in case, width or spaces only become the one that most have.
DO $$
DECLARE
  known record;
  spelling record;
BEGIN
  FOR known IN SELECT id FROM organisation LOOP
    PERFORM set_config('tandem.organisation', known.id::text, true);
    FOR spelling IN
      WITH written AS (
        SELECT region FROM person WHERE organisation_id = known.id AND region IS NOT NULL
        UNION ALL
        SELECT region FROM account WHERE organisation_id = known.id AND region IS NOT NULL
        UNION ALL
        SELECT region FROM channel WHERE organisation_id = known.id AND region IS NOT NULL
        UNION ALL
        SELECT region FROM opportunity WHERE organisation_id = known.id AND region IS NOT NULL
      ), counted AS (
        SELECT region, lower(btrim(regexp_replace(normalize(region, NFKC), '\s+', ' ', 'g'))) AS key, count(*) AS used
          FROM written GROUP BY region
      )
      SELECT region, first_value(region) OVER (PARTITION BY key ORDER BY used DESC, region COLLATE "C") AS stays
        FROM counted
    LOOP
      CONTINUE WHEN spelling.region = spelling.stays;
      UPDATE person SET region = spelling.stays WHERE organisation_id = known.id AND region = spelling.region;
      UPDATE account SET region = spelling.stays WHERE organisation_id = known.id AND region = spelling.region;
      UPDATE channel SET region = spelling.stays WHERE organisation_id = known.id AND region = spelling.region;
      UPDATE opportunity SET region = spelling.stays WHERE organisation_id = known.id AND region = spelling.region;
    END LOOP;
  END LOOP;
  PERFORM set_config('tandem.organisation', '', true);
END
$$;
