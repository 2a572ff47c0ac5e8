-- The role that every transaction of an organisation takes. A login that isn't a superuser needs
-- CREATEROLE for this, or an administrator who made the role and granted it.
DO $$
DECLARE
  may_take_it text := CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END;
BEGIN
  BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tandem_app') THEN
      CREATE ROLE tandem_app NOLOGIN;
    END IF;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL;
  END;
  IF NOT pg_has_role(current_user, 'tandem_app', may_take_it) THEN
    GRANT tandem_app TO CURRENT_USER;
  END IF;
END
$$;

GRANT USAGE ON SCHEMA public TO tandem_app;

-- A tenant table: a transaction sees and writes the rows of its own organisation, the owner included.
CREATE FUNCTION tandem_protect(tenant_table regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tenant_table);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tenant_table);
  EXECUTE format(
    'CREATE POLICY organisation ON %s
      USING (organisation_id = nullif(current_setting(''tandem.organisation'', true), '''')::uuid)
      WITH CHECK (organisation_id = nullif(current_setting(''tandem.organisation'', true), '''')::uuid)',
    tenant_table
  );
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO tandem_app', tenant_table);
END
$$;

-- A shell table: ids only, read before the organisation is known, written by its transactions.
CREATE FUNCTION tandem_share(shell_table regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO tandem_app', shell_table);
END
$$;
