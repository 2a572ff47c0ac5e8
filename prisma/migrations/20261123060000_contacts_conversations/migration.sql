-- Whoever is erased had conversations with the bot in Teams, a customer's guest too.
CREATE OR REPLACE FUNCTION tandem_forget_conversations(erasing_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  ours uuid := nullif(current_setting('tandem.organisation', true), '')::uuid;
BEGIN
  DELETE FROM public.teams_conversation AS c
   USING public.erasing AS e
    JOIN public.handle AS h ON h.organisation_id = e.organisation_id AND h.person_id = e.subject_id
   WHERE e.organisation_id = ours AND e.id = erasing_id AND e.kind = 'person'
     AND h.platform = 'teams' AND c.tenant = h.workspace AND c.conversation = h.user_id AND c.kind = 'personal';
  DELETE FROM public.teams_conversation AS c
   USING public.erasing AS e
    JOIN public.contact_handle AS h ON h.organisation_id = e.organisation_id AND h.contact_id = e.subject_id
    JOIN public.workspace AS w ON w.organisation_id = e.organisation_id AND w.platform = 'teams'
   WHERE e.organisation_id = ours AND e.id = erasing_id AND e.kind = 'contact'
     AND h.platform = 'teams' AND c.tenant = w.external_id AND c.conversation = h.user_id AND c.kind = 'personal';
END
$$;
