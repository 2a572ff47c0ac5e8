-- "Did you mean" asks for the nearest names. No index of trigrams: its operator isn't leakproof, so under row-level
-- security PostgreSQL looks at each of the organisation's names all the same.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- How to help a customer is a profile field like the others. Nobody knows how old a text is: as old as it can be.
DO $$
DECLARE
  known record;
BEGIN
  FOR known IN SELECT id, created_at FROM organisation LOOP
    PERFORM set_config('tandem.organisation', known.id::text, true);
    INSERT INTO profile_field (organisation_id, account_id, field, value, as_of, source, changed_at)
    SELECT organisation_id, id, 'how-to-help', how_to_help, (known.created_at AT TIME ZONE 'UTC')::date, 'chat', known.created_at
      FROM account
     WHERE organisation_id = known.id AND how_to_help <> ''
    ON CONFLICT (organisation_id, account_id, field) DO NOTHING;
  END LOOP;
  PERFORM set_config('tandem.organisation', '', true);
END
$$;

ALTER TABLE "account" DROP COLUMN "how_to_help";
