-- AlterTable
ALTER TABLE "teams_conversation" ADD COLUMN     "gone_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "erasing" (
    "organisation_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "words" TEXT[],
    "at_table" INTEGER NOT NULL DEFAULT 0,
    "at_page" BIGINT NOT NULL DEFAULT 0,
    "began_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "erasing_pkey" PRIMARY KEY ("organisation_id","id")
);

-- CreateTable
CREATE TABLE "usage_month" (
    "organisation_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "metric" TEXT NOT NULL,
    "month" DATE NOT NULL,
    "mean" DOUBLE PRECISION NOT NULL,
    "days" INTEGER NOT NULL,

    CONSTRAINT "usage_month_pkey" PRIMARY KEY ("organisation_id","account_id","metric","month")
);

-- CreateIndex
CREATE UNIQUE INDEX "erasing_organisation_id_subject_id_key" ON "erasing"("organisation_id", "subject_id");

-- AddForeignKey
ALTER TABLE "erasing" ADD CONSTRAINT "erasing_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "usage_month" ADD CONSTRAINT "usage_month_organisation_id_account_id_fkey" FOREIGN KEY ("organisation_id", "account_id") REFERENCES "account"("organisation_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "usage_month" ADD CONSTRAINT "usage_month_organisation_id_metric_fkey" FOREIGN KEY ("organisation_id", "metric") REFERENCES "metric"("organisation_id", "name") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Rights
SELECT tandem_protect('"erasing"');
SELECT tandem_protect('"usage_month"');

ALTER TABLE "erasing" ADD CONSTRAINT "erasing_known"
  CHECK ("kind" IN ('person', 'contact') AND cardinality("words") > 0);

-- Words as one regular expression, which every reader takes letter for letter. `whole`: only where no other letter
-- touches them, but for scripts that put no room between words; else wherever they stand, escaped in JSON too.
CREATE FUNCTION tandem_pattern(words text[], whole boolean) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT string_agg(
    CASE WHEN NOT whole OR word ~ '^[\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF]' THEN ''
         WHEN word LIKE '%@%' THEN '(?<![[:alnum:]._%+-])'
         ELSE '(?<![[:alnum:]])' END
    || '(?:'
    || regexp_replace(
         replace(regexp_replace(word, '([][().*+?{}|^$\\-])', '\\\1', 'g'), '"', '\\?"'),
         '[[:space:]\u00a0]+', '(?:[[:space:]\\u00a0]|\\\\[nrt])+', 'g')
    || ')'
    || CASE WHEN NOT whole OR word ~ '[\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF]$' THEN ''
            WHEN word LIKE '%@%' THEN '(?![[:alnum:]-])'
            ELSE '(?![[:alnum:]])' END,
    '|' ORDER BY length(word) DESC, word)
  FROM unnest(words) AS word
  WHERE length(btrim(word)) > 1
$$;

CREATE FUNCTION tandem_redact(held text, pattern text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT regexp_replace(held, pattern, '…', 'gi')
$$;

-- A null pattern: every text of it. Keys and codes stay as they are, for a name may be spelt like one; what is as long as
-- an id, and one of the words as a whole, is no code.
CREATE FUNCTION tandem_redact(held jsonb, pattern text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN CASE jsonb_typeof(held)
    WHEN 'string' THEN
      to_jsonb(CASE
        WHEN pattern IS NULL THEN '…'
        WHEN held #>> '{}' ~ '^[a-z0-9_:.-]+$'
             AND NOT (length(held #>> '{}') >= 20 AND held #>> '{}' ~* ('^(?:' || pattern || ')$')) THEN held #>> '{}'
        ELSE regexp_replace(held #>> '{}', pattern, '…', 'gi') END)
    WHEN 'array' THEN
      (SELECT coalesce(jsonb_agg(public.tandem_redact(each.value, pattern) ORDER BY each.at), '[]')
         FROM jsonb_array_elements(held) WITH ORDINALITY AS each (value, at))
    WHEN 'object' THEN
      (SELECT coalesce(jsonb_object_agg(each.key, public.tandem_redact(each.value, pattern)), '{}')
         FROM jsonb_each(held) AS each)
    ELSE held
  END;
END
$$;

-- Of the pages from `first_page` to before `end_page` of the timeline: empties the entries of the one who is being
-- erased, and takes their words out of what others wrote. Nobody else may change an entry, and nothing else is changed.
-- The owner may be a superuser, whom no policy holds, so each row's organisation is asked for.
CREATE FUNCTION tandem_erase_timeline(erasing_id uuid, first_page bigint, end_page bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  ours uuid := nullif(current_setting('tandem.organisation', true), '')::uuid;
  doing public.erasing;
  somewhere text;
  whole text;
BEGIN
  SELECT * INTO STRICT doing FROM public.erasing WHERE organisation_id = ours AND id = erasing_id;
  somewhere := public.tandem_pattern(doing.words, false);
  whole := public.tandem_pattern(doing.words, true);
  IF somewhere IS NULL THEN
    RAISE EXCEPTION 'words of one letter would erase everything';
  END IF;
  UPDATE public.timeline AS t
     SET summary = left(t.summary, 0) || '…',
         details = public.tandem_redact(public.tandem_redact(t.details, NULL), whole),
         source_key = NULL
   WHERE t.organisation_id = ours
     AND t.ctid >= format('(%s,0)', first_page)::tid AND t.ctid < format('(%s,0)', end_page)::tid
     AND CASE doing.kind WHEN 'person' THEN t.person_id ELSE t.contact_id END = doing.subject_id
     AND (t.summary <> '…' OR t.source_key IS NOT NULL
          OR t.details <> public.tandem_redact(public.tandem_redact(t.details, NULL), whole));
  UPDATE public.timeline AS t
     SET summary = public.tandem_redact(t.summary, whole),
         details = public.tandem_redact(t.details, whole)
   WHERE t.organisation_id = ours
     AND t.ctid >= format('(%s,0)', first_page)::tid AND t.ctid < format('(%s,0)', end_page)::tid
     AND (t.summary ~* somewhere OR t.details::text ~* somewhere);
END
$$;
REVOKE ALL ON FUNCTION tandem_erase_timeline(uuid, bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tandem_erase_timeline(uuid, bigint, bigint) TO tandem_app;

-- Forgets where in Teams the one who is being erased may be written to. Their handles still have to stand.
CREATE FUNCTION tandem_forget_conversations(erasing_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  ours uuid := nullif(current_setting('tandem.organisation', true), '')::uuid;
BEGIN
  DELETE FROM public.teams_conversation AS c
   USING public.erasing AS e
    JOIN public.handle AS h ON h.organisation_id = e.organisation_id AND h.person_id = e.subject_id
   WHERE e.organisation_id = ours AND e.id = erasing_id AND e.kind = 'person'
     AND h.platform = 'teams' AND c.tenant = h.workspace AND c.conversation = h.user_id AND c.kind = 'personal';
END
$$;
REVOKE ALL ON FUNCTION tandem_forget_conversations(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tandem_forget_conversations(uuid) TO tandem_app;
